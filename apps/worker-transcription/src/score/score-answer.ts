import type { Answer, ScoreToSave } from '@trunkline/db/interviews';
import type { z } from 'zod';
import { askOnce, NoAnswerError, type AskParts } from '../ask-once.ts';
import type { Models } from '../models.ts';
import { canaryOf, fillPrompt, type Prompt } from '../load-prompt.ts';
import { cleanTranscript } from './clean-transcript.ts';
import { judgeScore, scoreSchema, type JudgedScore } from './judge-score.ts';
import { evidenceSchema, readEvidence } from './read-evidence.ts';

export type ScoreParts = AskParts & { models: Models; readPrompt: Prompt; scorePrompt: Prompt };

/** Fewer words than this are no answer; nobody is paid to say so. */
const MIN_WORDS = 3;
const ASK_AT_MOST = 3;
const UNPROVEN_AT_MOST = 2;

/** The keys of everything asked for this version of a score begin so. */
export const scoreKeys = ({ id, scoreVersion }: Pick<Answer, 'id' | 'scoreVersion'>): string =>
  `score:${id}:v${scoreVersion}:`;

/**
 * Scores the transcript of an answer in two questions: a reader that sees what was said picks quotes, and a judge that
 * sees nothing but those gives the score. What was answered before is judged first and only the missing is asked, so a run
 * after a crash comes to the same score for the same money. Throws `NoAnswerError` where no answer is usable.
 */
export async function scoreAnswer(parts: ScoreParts, answer: Answer): Promise<ScoreToSave> {
  const { models, readPrompt, scorePrompt } = parts;
  const { text, removed } = cleanTranscript(answer.transcript ?? '');
  const told = (score: JudgedScore): ScoreToSave => ({
    ...score,
    feedback: removed === 0 ? score.feedback : `${score.feedback} ${NOT_JUDGED}`,
    version: answer.scoreVersion,
    model: models.scoringModel,
    promptVersion: `${readPrompt.version} ${scorePrompt.version}`,
  });
  if ((text.match(/[\p{L}\p{N}]+/gu) ?? []).length < MIN_WORDS)
    return told(nothing('Nothing was said that can be assessed.'));

  const asked = { question: answer.question, rubric: answer.rubric ?? '' };
  const read = await askUntilUsable(
    parts,
    answer,
    readPrompt,
    { ...asked, transcript: text },
    evidenceSchema,
    (written) => readEvidence(written, text),
  );
  if (!read) return told(nothing('No score could be proven by what was said.'));
  if (read.quotes.length === 0) return told(nothing('Nothing was said that answers the question.'));

  const evidence = read.quotes.join(' ');
  const judged = await askUntilUsable(
    parts,
    answer,
    scorePrompt,
    { ...asked, transcript: evidence },
    scoreSchema,
    (written, prompt) => judgeScore(written, evidence, prompt),
  );
  return told(judged?.score ?? nothing('No score could be proven by what was said.'));
}

type Verdict<T> = ({ verdict: 'usable' } & T) | { verdict: 'unusable' | 'unproven' };

/** Asks up to three times for an answer that is usable; undefined where quotes were made up twice. */
async function askUntilUsable<T>(
  parts: ScoreParts,
  answer: Answer,
  prompt: Prompt,
  data: object,
  schema: z.ZodType,
  judge: (written: string, prompt: { text: string; canary: string }) => Verdict<T>,
): Promise<T | undefined> {
  const { models } = parts;
  let unproven = 0;
  for (let n = 1; n <= ASK_AT_MOST; n++) {
    const key = `${scoreKeys(answer)}${prompt.version}:${models.scoringModel}:${n}`;
    const instructions = fillPrompt(prompt, answer.language, key) + (n > 1 ? REMINDER : '');
    const estimateUsd = models.estimate.completion(instructions, data);
    const effect = { key, kind: 'score' as const, model: models.scoringModel, estimateUsd };
    const written = await askOnce(parts, effect, () => models.complete(instructions, data, schema));
    const judged = judge(written, { text: instructions, canary: canaryOf(prompt, key) });
    if (judged.verdict === 'usable') return judged;
    if (judged.verdict === 'unproven' && ++unproven === UNPROVEN_AT_MOST) return undefined;
  }
  throw new NoAnswerError('The model gave no usable answer', { isLast: true });
}

const REMINDER =
  '\n\nAn earlier answer was refused: it was not of the schema, or held a quote that does not occur in `transcript`.';

const NOT_JUDGED = '(Parts of the answer that speak to the assessor were not judged.)';

const nothing = (feedback: string): JudgedScore => ({
  score: null,
  feedback,
  evidence: [],
  insufficientEvidence: true,
});
