import type { ModelCall } from '@trunkline/db/models';
import type { z } from 'zod';
import { callModelOnce, NoAnswerError, type ModelCallParts, type Written } from './call-model-once.ts';
import { canaryOf, fillPrompt, type Prompt } from './load-prompt.ts';
import { MAX_OUTPUT_TOKENS, type Models, type Room } from './models.ts';

/** A question to the scoring model. `keyOf` names its n-th call, from 1. */
export type ModelQuestion = {
  kind: ModelCall['kind'];
  keyOf: (n: number) => string;
  prompt: Prompt;
  language: string;
  data: object;
  schema: z.ZodType;
  /** Added to the instructions of every call but the first. */
  reminder?: string;
};

export type Verdict<T> = ({ verdict: 'usable' } & T) | { verdict: 'unusable' | 'unproven' };

const CALLS_AT_MOST = 3;
const UNPROVEN_AT_MOST = 2;

/** What a person can do about a model that spends all its tokens on reasoning. */
const OUT_OF_ROOM = `The model wrote ${MAX_OUTPUT_TOKENS.more} tokens without finishing an answer (finish_reason length): choose a SCORING_MODEL that reasons less`;

/**
 * Calls a model up to three times for a usable answer, and with more room once it had too little. `unusable` after the
 * last call, `unproven` after invented quotes in two. Throws `DeferredError` and `NoAnswerError`.
 */
export async function askUntilUsable<T>(
  parts: ModelCallParts & { models: Models },
  { kind, keyOf, prompt, language, data, schema, reminder = '' }: ModelQuestion,
  parse: (written: string, prompt: { text: string; canary: string }) => Verdict<T>,
): Promise<Verdict<T>> {
  const { models } = parts;
  let [unproven, room]: [number, Room] = [0, 'usual'];
  for (let n = 1; n <= CALLS_AT_MOST; n++) {
    const key = keyOf(n);
    const instructions = fillPrompt(prompt, language, key) + (n > 1 ? reminder : '');
    const estimateUsd = models.estimate.completion(instructions, data, room);
    const call = { key, kind, model: models.scoringModel, estimateUsd };
    const complete = () => models.complete(instructions, data, schema, room);
    const { text, isCut } = await (room === 'more'
      ? callWithMoreRoom(callModelOnce(parts, call, complete))
      : callModelOnce(parts, call, complete));
    const parsed = parse(text, { text: instructions, canary: canaryOf(prompt, key) });
    if (parsed.verdict === 'usable') return parsed;
    if (parsed.verdict === 'unproven' && ++unproven === UNPROVEN_AT_MOST) return parsed;
    if (isCut && room === 'more') throw new NoAnswerError(OUT_OF_ROOM, { isLast: true });
    if (isCut) room = 'more';
  }
  return { verdict: 'unusable' };
}

/** A server that refuses the request with more room has none to give. */
const callWithMoreRoom = (call: Promise<Written>): Promise<Written> =>
  call.catch((error: unknown) => {
    if (error instanceof NoAnswerError && !error.isServerFault)
      throw new NoAnswerError(OUT_OF_ROOM, { isLast: true, cause: error });
    throw error;
  });
