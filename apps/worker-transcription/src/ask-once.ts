import type { Database } from '@trunkline/db/connection';
import {
  reserveModelCall,
  recordLostModelAnswer,
  recordModelAnswer,
  recordModelRefusal,
  type ModelCall,
} from '@trunkline/db/models';
import { metrics } from '@trunkline/service';
import { APICallError } from 'ai';
import type { ModelAnswer } from './models.ts';
import type { PauseReason, Pauses } from './open-pauses.ts';

export type AskParts = { db: Database; pauses: Pauses; dailyBudgetUsd: number };

const asked = metrics.counter('model_questions_total', 'Questions to models, by what became of them', [
  'kind',
  'outcome',
]);
const cost = metrics.counter('model_cost_usd_total', 'What models cost, by kind of question', ['kind']);

/** Nothing is wrong with what is asked, but it cannot be asked now. */
export class NotNowError extends Error {
  override readonly name = 'NotNowError';
  readonly reason: PauseReason | 'under-way';
  constructor(reason: PauseReason | 'under-way', cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** A model gave no answer. `isServers`: not because of what it was asked. `isLast`: it will not be asked again. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly isServers: boolean;
  readonly isLast: boolean;
  constructor(
    message: string,
    { isServers = true, isLast = false, cause }: { isServers?: boolean; isLast?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.isServers = isServers;
    this.isLast = isLast;
  }
}

/** Asks a model unless it has answered this question before: what was paid is never paid again. */
export async function askOnce(
  { db, pauses, dailyBudgetUsd }: AskParts,
  call: ModelCall,
  ask: () => Promise<ModelAnswer>,
): Promise<string> {
  const opened = await reserveModelCall(db, call, dailyBudgetUsd);
  if (opened.state === 'answered') return opened.answer;
  if (opened.state === 'lost')
    throw new NoAnswerError('Asked twice, and the answer was lost both times', { isLast: true });
  if (opened.state === 'over-budget') throw notNow(pauses, 'over-budget');
  if (opened.state === 'under-way') throw new NotNowError('under-way');
  const { kind } = call;
  let answer: ModelAnswer;
  try {
    answer = await ask();
  } catch (cause) {
    const isPaid = mayBePaid(cause);
    asked.inc({ kind, outcome: isPaid ? 'lost' : 'refused' });
    await (isPaid ? recordLostModelAnswer(db.pool, call.key) : recordModelRefusal(db.pool, call));
    if (isNotAllowed(cause)) throw notNow(pauses, 'not-allowed', cause);
    throw new NoAnswerError(describe(cause), { isServers: isServersTrouble(cause), cause });
  }
  pauses.end();
  await recordModelAnswer(db.pool, call, answer);
  asked.inc({ kind, outcome: 'answered' });
  cost.inc({ kind }, answer.costUsd);
  return answer.text;
}

function notNow(pauses: Pauses, reason: PauseReason, cause?: unknown): NotNowError {
  pauses.begin(reason);
  return new NotNowError(reason, cause);
}

/** After a status nothing was paid, but for those of a gateway that gave up waiting; nor before a connection stood. */
function mayBePaid(error: unknown): boolean {
  if (APICallError.isInstance(error) && error.statusCode !== undefined)
    return [408, 504, 524].includes(error.statusCode);
  return !causes(error).some((cause) => NEVER_SENT.has((cause as { code?: string }).code ?? ''));
}

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A key, a model or an account that is not right: a person must mend it. */
const isNotAllowed = (error: unknown): boolean =>
  APICallError.isInstance(error) && [401, 402, 403, 404].includes(error.statusCode ?? 0);

/** What the model's server says about the very thing that it was asked. */
const ABOUT_THE_QUESTION = [400, 413, 415, 422];

const isServersTrouble = (error: unknown): boolean =>
  !(APICallError.isInstance(error) && ABOUT_THE_QUESTION.includes(error.statusCode ?? 0));

/** Never the body: it may repeat what was said. */
const describe = (error: unknown): string =>
  APICallError.isInstance(error) && error.statusCode !== undefined
    ? `The model server answered ${error.statusCode}`
    : `The model server gave no answer: ${causes(error)
        .map((cause) => (cause as { code?: string }).code ?? (cause as Error).name)
        .at(-1)}`;

function causes(error: unknown): object[] {
  const chain: object[] = [];
  for (
    let at = error;
    typeof at === 'object' && at !== null && chain.length < 8;
    at = (at as { cause?: unknown }).cause
  )
    chain.push(at);
  return chain;
}
