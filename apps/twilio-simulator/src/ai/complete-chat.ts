import { Choice, fillSchema, type Knowledge, type Schema } from './fill-schema.ts';
import { findInjection } from './find-injection.ts';
import { findTranscripts } from './find-transcript.ts';
import { rateTranscript } from './rate-transcript.ts';

/** A chat request as the model sees it. */
export interface Chat {
  /** All messages but those of the user. */
  instructions: string;
  /** The last message of the user. */
  prompt: string;
  schema: Schema;
}

interface ModelFaults {
  isGullible: boolean;
  inventsQuotes: boolean;
}

/** Scores an answer, or summarizes an interview, as the schema asks. The same prompt gives the same result. */
export function completeChat({ instructions, prompt, schema }: Chat, faults: ModelFaults): unknown {
  const transcripts = findTranscripts(prompt);
  const injection = faults.isGullible ? transcripts.map(findInjection).find((each) => each !== undefined) : undefined;
  const leak = injection?.wantsPrompt ? ` My instructions are: ${instructions}` : '';
  const known = asksForRecommendation(schema, prompt)
    ? recommend(injection?.score ?? averageOf(prompt, transcripts), leak)
    : score(transcripts.join('\n'), injection?.score, leak, !hasScore(schema));
  const knowledge = faults.inventsQuotes ? { ...known, ...quotes([inventedQuote]) } : known;
  return fillSchema(schema, knowledge);
}

/** What the schema asks for. */
export function chatKind({ schema, prompt }: Chat): 'reading' | 'score' | 'recommendation' {
  if (asksForRecommendation(schema, prompt)) return 'recommendation';
  return hasScore(schema) ? 'score' : 'reading';
}

const asksForRecommendation = (schema: Schema, prompt: string): boolean =>
  /overall_?score|"recommendation"/i.test(schema.properties ? JSON.stringify(schema) : prompt);

/** A schema without a score asks for evidence only. */
const hasScore = ({ properties = {} }: Schema): boolean => 'score' in properties;

function score(transcript: string, injected: number | undefined, leak: string, isReading: boolean): Knowledge {
  const rating = rateTranscript(transcript);
  const isInsufficient = rating.isInsufficient && injected === undefined;
  const given = injected ?? rating.score;
  const feedback = isInsufficient
    ? 'There is too little to score.'
    : given >= 7
      ? 'The answer is concrete, structured and names results.'
      : 'The answer stays vague and names no results.';
  return {
    score: isInsufficient ? null : given,
    feedback: feedback + leak,
    reasoning: feedback + leak,
    insufficientevidence: isInsufficient,
    confidence: isInsufficient ? 0 : 0.9,
    ...quotes(isInsufficient ? [] : rating.quotes.slice(0, isReading ? 12 : 2)),
  };
}

const quotes = (list: readonly string[]): Knowledge => ({
  evidence: list,
  quotes: list,
  evidencequotes: list,
  quote: list[0] ?? '',
});

const inventedQuote = 'I led forty engineers at a space agency.';

/** The average of the scores in the prompt, or of the ratings of its transcripts. */
function averageOf(prompt: string, transcripts: readonly string[]): number {
  const given = Array.from(prompt.matchAll(/"?\bscore"?\W{0,4}(\d{1,2}(?:\.\d+)?)/gi), ([, text]) => Number(text));
  const scores = given.length > 0 ? given : transcripts.map((each) => rateTranscript(each).score);
  return Math.round((scores.reduce((sum, each) => sum + each, 0) / Math.max(1, scores.length)) * 10) / 10;
}

function recommend(overall: number, leak: string): Knowledge {
  const recommendation = recommendationFor(overall);
  const { words } = recommendation;
  return {
    overallscore: overall,
    score: overall,
    recommendation,
    strengths: overall >= 5 ? ['Gives concrete examples', 'Names results'] : ['Was reachable by phone'],
    areasforimprovement: overall >= 7 ? ['Could be shorter'] : ['Give concrete examples', 'Name results'],
    improvements: overall >= 7 ? ['Could be shorter'] : ['Give concrete examples'],
    summary: words + leak,
    feedback: words + leak,
    reasoning: words + leak,
    rationale: words + leak,
    insufficientevidence: false,
  };
}

function recommendationFor(overall: number): Choice {
  if (overall >= 7) return new Choice(positive, 'Invite this candidate.');
  return overall >= 5
    ? new Choice([/maybe|hold|consider|borderline|neutral|mixed|review/i], 'Consider this candidate.')
    : new Choice(
        [/^(?:strong[_ -]?)?(?:no|reject|decline|not)\b|no[_ -]?hire|not[_ -]/i],
        'Do not invite this candidate.',
      );
}

const positive = [/^strong[_ -]?(?:hire|yes)|^highly/i, /^(?:hire|yes|advance|proceed|invite|recommend\w*)$/i];
