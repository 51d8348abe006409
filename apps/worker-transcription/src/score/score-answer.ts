import type { Answer, ScoreToSave } from '@trunkline/db/interviews';
import type { z } from 'zod';
import { askUntilUsable, type ModelQuestion, type Verdict } from '../ask-until-usable.ts';
import { NoAnswerError, type ModelCallParts } from '../call-model-once.ts';
import type { Models } from '../models.ts';
import type { Prompt } from '../load-prompt.ts';
import { cleanTranscript } from './clean-transcript.ts';
import { evidenceSchema, parseEvidence } from './parse-evidence.ts';
import { parseScore, scoreSchema, type ParsedScore } from './parse-score.ts';

export type ScoreParts = ModelCallParts & { models: Models; readPrompt: Prompt; scorePrompt: Prompt };

/** Fewer words are no answer, which needs no model to find out. */
const MIN_WORDS = 3;

/** Begins the keys of all model calls for this version of a score. */
export const scoreKeys = ({ id, scoreVersion }: Pick<Answer, 'id' | 'scoreVersion'>): string =>
  `score:${id}:v${scoreVersion}:`;

/**
 * Scores the transcript of an answer in two model calls: a reader that gets what was said picks quotes, and a judge that
 * gets only those gives the score. Recorded answers are used first and only missing ones requested, so that a run after a
 * crash comes to the same score at the same cost. Throws `NoAnswerError` where no answer is usable.
 */
export async function scoreAnswer(parts: ScoreParts, answer: Answer): Promise<ScoreToSave> {
  const { models, readPrompt, scorePrompt } = parts;
  const { text, removed } = cleanTranscript(answer.transcript ?? '');
  const toSave = (score: ParsedScore): ScoreToSave => ({
    ...score,
    feedback: removed === 0 ? score.feedback : `${score.feedback} ${NOT_JUDGED}`,
    version: answer.scoreVersion,
    model: models.scoringModel,
    promptVersion: `${readPrompt.version} ${scorePrompt.version}`,
  });
  if ((text.match(/[\p{L}\p{N}]+/gu) ?? []).length < MIN_WORDS)
    return toSave(nothing('Nothing was said that can be assessed.'));

  const task = { question: answer.question, rubric: answer.rubric ?? '' };
  const question = (prompt: Prompt, transcript: string, schema: z.ZodType): ModelQuestion => ({
    kind: 'score',
    keyOf: (n) => `${scoreKeys(answer)}${prompt.version}:${models.scoringModel}:${n}`,
    prompt,
    language: answer.language,
    data: { ...task, transcript },
    schema,
    reminder: REMINDER,
  });
  const read = usable(
    await askUntilUsable(parts, question(readPrompt, text, evidenceSchema), (written) => parseEvidence(written, text)),
  );
  if (!read) return toSave(nothing('No score could be proven by what was said.'));
  if (read.quotes.length === 0) return toSave(nothing('Nothing was said that answers the question.'));

  const evidence = read.quotes.join(' ');
  const judged = usable(
    await askUntilUsable(parts, question(scorePrompt, evidence, scoreSchema), (written, prompt) =>
      parseScore(written, evidence, prompt),
    ),
  );
  return toSave(judged?.score ?? nothing('No score could be proven by what was said.'));
}

/** Undefined where no quote could be proven. */
function usable<T>(verdict: Verdict<T>): ({ verdict: 'usable' } & T) | undefined {
  if (verdict.verdict === 'usable') return verdict;
  if (verdict.verdict === 'unproven') return undefined;
  throw new NoAnswerError('The model gave no usable answer', { isLast: true });
}

const REMINDER =
  '\n\nAn earlier answer was refused: it was not of the schema, or held a quote that does not occur in `transcript`.';

const NOT_JUDGED = '(Parts of the answer that speak to the assessor were not judged.)';

const nothing = (feedback: string): ParsedScore => ({
  score: null,
  feedback,
  evidence: [],
  insufficientEvidence: true,
});
