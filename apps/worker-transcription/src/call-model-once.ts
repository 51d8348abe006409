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
import type { ModelPause, PauseReason } from './model-pause.ts';
import type { ModelAnswer } from './models.ts';

export type ModelCallParts = { db: Database; pause: ModelPause; dailyBudgetUsd: number };

const calls = metrics.counter('model_questions_total', 'Calls of models, by their outcome', ['kind', 'outcome']);
const cost = metrics.counter('model_cost_usd_total', 'Cost of models, by kind of call', ['kind']);

/** The model cannot be called now (budget, credentials, or in progress elsewhere); retry without counting an attempt. */
export class DeferredError extends Error {
  override readonly name = 'DeferredError';
  readonly reason: PauseReason | 'under-way';
  constructor(reason: PauseReason | 'under-way', cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** A model gave no answer. `isServerFault`: not because of the input. `isLast`: the call will not be repeated. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly isServerFault: boolean;
  readonly isLast: boolean;
  constructor(
    message: string,
    {
      isServerFault = true,
      isLast = false,
      cause,
    }: { isServerFault?: boolean; isLast?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.isServerFault = isServerFault;
    this.isLast = isLast;
  }
}

/**
 * Calls a model, or returns its recorded answer: a paid answer is never paid again. Throws `DeferredError` and
 * `NoAnswerError`.
 */
export async function callModelOnce(
  { db, pause, dailyBudgetUsd }: ModelCallParts,
  call: ModelCall,
  ask: () => Promise<ModelAnswer>,
): Promise<string> {
  const opened = await reserveModelCall(db, call, dailyBudgetUsd);
  if (opened.state === 'answered') return opened.answer;
  if (opened.state === 'lost')
    throw new NoAnswerError('Asked twice, and the answer was lost both times', { isLast: true });
  if (opened.state === 'over-budget') throw deferred(pause, 'over-budget');
  if (opened.state === 'under-way') throw new DeferredError('under-way');
  const { kind } = call;
  let answer: ModelAnswer;
  try {
    answer = await ask();
  } catch (cause) {
    const isPaid = mayBePaid(cause);
    calls.inc({ kind, outcome: isPaid ? 'lost' : 'refused' });
    await (isPaid ? recordLostModelAnswer(db.pool, call.key) : recordModelRefusal(db.pool, call));
    if (isNotAllowed(cause)) throw deferred(pause, 'not-allowed', cause);
    throw new NoAnswerError(describe(cause), { isServerFault: isServerFault(cause), cause });
  }
  pause.end();
  await recordModelAnswer(db.pool, call, answer);
  calls.inc({ kind, outcome: 'answered' });
  cost.inc({ kind }, answer.costUsd);
  return answer.text;
}

function deferred(pause: ModelPause, reason: PauseReason, cause?: unknown): DeferredError {
  pause.begin(reason);
  return new DeferredError(reason, cause);
}

/** A call with an HTTP status is unpaid, except for a gateway's timeout; so is one that never connected. */
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

/** The key, the model or the account is not accepted: a person must fix it. */
const isNotAllowed = (error: unknown): boolean =>
  APICallError.isInstance(error) && [401, 402, 403, 404].includes(error.statusCode ?? 0);

/** Statuses that reject the input itself. */
const INPUT_REFUSED = [400, 413, 415, 422];

const isServerFault = (error: unknown): boolean =>
  !(APICallError.isInstance(error) && INPUT_REFUSED.includes(error.statusCode ?? 0));

/** Without the body, which may repeat what was said. */
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
