import type { Database } from '@trunkline/db/connection';
import {
  reserveModelCall,
  recordLostModelAnswer,
  recordModelAnswer,
  recordModelRefusal,
  type ModelCall,
} from '@trunkline/db/models';
import { metrics } from '@trunkline/service';
import type { ModelPause, PauseReason } from './model-pause.ts';
import type { ModelAnswer } from './models.ts';
import { ModelServerError } from './server/model-server.ts';
import type { Refusal } from './server/read-refusal.ts';

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

/** What a model wrote. `isCut`: it had no room for more. */
export type Written = { text: string; isCut: boolean };

/**
 * Calls a model, or returns its recorded answer: a paid answer is never paid again. Throws `DeferredError` and
 * `NoAnswerError`.
 */
export async function callModelOnce(
  { db, pause, dailyBudgetUsd }: ModelCallParts,
  call: ModelCall,
  ask: () => Promise<ModelAnswer>,
): Promise<Written> {
  const opened = await reserveModelCall(db, call, dailyBudgetUsd);
  if (opened.state === 'answered') return opened.answer;
  if (opened.state === 'lost')
    throw new NoAnswerError('Asked twice, and the answer was lost both times', { isLast: true });
  const { kind, model } = call;
  if (opened.state === 'over-budget') {
    pause.begin('over-budget', model);
    throw new DeferredError('over-budget');
  }
  if (opened.state === 'under-way') throw new DeferredError('under-way');
  const began = performance.now();
  let answer: ModelAnswer;
  try {
    answer = await ask();
  } catch (cause) {
    const isPaid = mayBePaid(cause);
    calls.inc({ kind, outcome: isPaid ? 'lost' : 'refused' });
    await (isPaid ? recordLostModelAnswer(db.pool, call.key) : recordModelRefusal(db.pool, call));
    const reason = cause instanceof ModelServerError ? PAUSED_BY[cause.refusal.about] : null;
    if (reason) {
      pause.begin(reason, model, describeRefusal(cause as ModelServerError));
      throw new DeferredError(reason, cause);
    }
    throw new NoAnswerError(describe(cause), { isServerFault: isServerFault(cause), cause });
  }
  pause.end(model, performance.now() - began);
  await recordModelAnswer(db.pool, call, answer);
  calls.inc({ kind, outcome: 'answered' });
  cost.inc({ kind }, answer.costUsd);
  return { text: answer.text, isCut: answer.isCut ?? false };
}

/** What a person must fix pauses the model, and is charged to no answer. */
const PAUSED_BY: Readonly<Record<Refusal['about'], PauseReason | null>> = {
  quota: 'quota-spent',
  access: 'not-allowed',
  parameter: 'parameter-refused',
  input: null,
  server: null,
};

const describeRefusal = ({ message, refusal }: ModelServerError): string =>
  refusal.about === 'parameter' ? `${message} and names ${refusal.parameter}` : message;

/** A gateway that waited in vain: the server behind it may have answered. */
const TIMEOUTS = [408, 504, 524];

/**
 * A call with an HTTP error is unpaid, except for a gateway's timeout; so is one that never connected. An answer without a
 * transcript may have been paid.
 */
function mayBePaid(error: unknown): boolean {
  if (error instanceof ModelServerError)
    return TIMEOUTS.includes(error.status) || (error.status < 300 && error.refusal.about === 'server');
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

const isServerFault = (error: unknown): boolean =>
  !(error instanceof ModelServerError && error.refusal.about === 'input');

/** Without the body, which may repeat what was said. */
const describe = (error: unknown): string =>
  error instanceof ModelServerError
    ? error.message
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
