import { bulkhead } from 'cockatiel';
import { setTimeout as delay } from 'node:timers/promises';
import { openCircuit, type CircuitListener } from './circuit.ts';
import { failureOf } from './failure-of.ts';
import { mayBeDone, nextStep } from './next-step.ts';
import { operationOf } from './operation-of.ts';
import { readRetryAfterMs, retryDelayMs } from './retry-delay.ts';
import { sendRequest, type Answer, type NoAnswer, type OutgoingRequest } from './send-request.ts';

/** The time limits of a budget. The circuit stays open longer than an attempt lasts, so that a late failure cannot open it again. */
export const PACE = { attempts: 12, deadlineMs: 10_000, repeatWithinMs: 60_000, openMs: 15_000 };
export type Pace = typeof PACE;

/** `isRepeatable`: repeating it is harmless. */
export type BudgetedRequest = Omit<OutgoingRequest, 'deadlineMs'> & {
  isRepeatable: boolean;
  /** The variables to name where the credentials are refused, if not those of the budget. */
  credentials?: string | undefined;
};

/** One attempt, for metrics: `operation` has no SIDs, `outcome` is a status, or the reason why there is none. */
export type RequestReport = { operation: string; outcome: number | NoAnswer['failure']; durationMs: number };

export type BudgetOptions = CircuitListener & {
  maxInFlight: number;
  /** The variables to name where the credentials are refused. */
  credentials: string;
  pace: Pace;
  /** Converts a delay to real time. */
  realMs: (ms: number) => number;
  onRequest?: ((report: RequestReport) => void) | undefined;
};

export type RequestBudget = ReturnType<typeof openRequestBudget>;

/**
 * Limits all requests of this process to one account: at most `maxInFlight` at once, repeated with growing delays where
 * that is safe, none while the circuit is open. A request that waits for its repetition occupies no slot. With 40 % of
 * all attempts refused, twelve attempts leave one request in 60,000 without success, six one in 250.
 */
export function openRequestBudget({ maxInFlight, credentials, pace, realMs, onRequest, ...listener }: BudgetOptions) {
  const limiter = bulkhead(maxInFlight, Number.POSITIVE_INFINITY);
  const circuit = openCircuit(pace.openMs, listener);
  const spent = { inFlight: 0, maxInFlight: 0, requests: 0, retried: 0, refused: 0, failed: 0 };
  const last: { answeredAt: string | null; answerMs: number | null } = { answeredAt: null, answerMs: null };
  return { ask, usage: () => ({ ...spent, ...last, breaker: circuit.state() }) };

  /** The successful answer, and how many attempts it took. Throws the errors of `rest-errors.ts` or the signal's reason. */
  async function ask({
    isRepeatable,
    credentials: variables,
    ...request
  }: BudgetedRequest): Promise<Answer & { attempts: number }> {
    const { signal } = request;
    let repeatUntil: number | undefined;
    let failure: Error | undefined;
    let doubt: Error | undefined;
    for (let attempts = 1; ; attempts++) {
      signal.throwIfAborted();
      circuit.check(failure);
      const outcome = await inTurn(() => circuit.run(() => attempt(request), failure), signal);
      const step = nextStep(isRepeatable, outcome);
      if (step === 'return' && 'status' in outcome) return { ...outcome, attempts };
      if (step === 'give-up') throw signal.reason;
      failure = failureOf(request, outcome, step, variables ?? credentials, doubt);
      if (step !== 'repeat') throw failure;
      if (mayBeDone(outcome)) doubt ??= failure;
      circuit.check(failure);
      const askedMs = 'status' in outcome ? readRetryAfterMs(outcome.headers['retry-after']) : 0;
      const delayMs = realMs(retryDelayMs(attempts, askedMs));
      repeatUntil ??= performance.now() + pace.repeatWithinMs;
      if (attempts >= pace.attempts || performance.now() + delayMs > repeatUntil) throw failure;
      spent.retried++;
      await delay(delayMs, undefined, { signal }).catch(() => {}); // aborted: the loop throws the signal's reason
    }
  }

  /** The bulkhead checks the signal only at a request's turn; this leaves the queue at once. */
  function inTurn<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const leave = (): void => reject(signal.reason as Error);
    const enter = (): Promise<T> => {
      signal.removeEventListener('abort', leave);
      return run();
    };
    signal.addEventListener('abort', leave);
    limiter.execute(enter, signal).then(resolve, reject);
    return promise;
  }

  async function attempt(request: Omit<OutgoingRequest, 'deadlineMs'>): Promise<Answer | NoAnswer> {
    const startedAt = performance.now();
    spent.requests++;
    spent.maxInFlight = Math.max(spent.maxInFlight, ++spent.inFlight);
    const answer = await sendRequest({ ...request, deadlineMs: pace.deadlineMs });
    spent.inFlight--;
    const outcome = 'status' in answer ? answer.status : answer.failure;
    if (outcome === 429 || (typeof outcome === 'number' && outcome >= 500)) spent.refused++;
    if (isFailure(outcome)) spent.failed++;
    const durationMs = performance.now() - startedAt;
    if (typeof outcome === 'number')
      [last.answeredAt, last.answerMs] = [new Date().toISOString(), Math.round(durationMs)];
    onRequest?.({ operation: operationOf(request.method, request.url.pathname), outcome, durationMs });
    return answer;
  }
}

/** Twilio, the way to it or our credentials are at fault: not the resource that was asked for. */
const isFailure = (outcome: RequestReport['outcome']): boolean =>
  typeof outcome === 'number' ? outcome >= 500 || [401, 403, 429].includes(outcome) : outcome !== 'aborted';
