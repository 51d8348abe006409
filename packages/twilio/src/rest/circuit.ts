import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhenResult } from 'cockatiel';
import { isServerFailure, type Outcome } from './next-step.ts';
import { TwilioUnavailableError } from './rest-errors.ts';

/** With one answer in ten a 5xx, so many follow each other by chance once in 10⁸ requests. */
const OPENS_AFTER = 8;
const PROBE_ENDS_WITHIN_MS = 1000;

export type Circuit = {
  /** Runs an attempt; throws `TwilioUnavailableError` with the cause while open, and while half-open for all but one. */
  run<T extends Outcome>(attempt: () => Promise<T>, cause?: unknown): Promise<T>;
  /** Throws where `run` would. */
  check(cause?: unknown): void;
  state(): 'closed' | 'open' | 'half-open';
};

export type CircuitListener = { onOpen: (nextTryAt: Date) => void; onClose: () => void };

/** Opens after eight failed attempts in a row; after `openMs` one attempt probes. */
export function openCircuit(openMs: number, { onOpen, onClose }: CircuitListener): Circuit {
  let nextTryAt = 0;
  const isProbing = (): boolean => breaker.state === CircuitState.HalfOpen;
  // A probe that its caller aborted proves nothing: it counts as failed.
  const isFailure = (outcome: unknown): boolean =>
    isServerFailure(outcome as Outcome) || (isProbing() && !isAnswer(outcome));
  const breaker = circuitBreaker(handleWhenResult(isFailure), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(OPENS_AFTER),
  });
  breaker.onBreak(() => {
    nextTryAt = Date.now() + openMs;
    onOpen(new Date(nextTryAt));
  });
  breaker.onReset(onClose);
  const check = (cause?: unknown): void => {
    if (isProbing()) throw new TwilioUnavailableError(new Date(Date.now() + PROBE_ENDS_WITHIN_MS), cause);
    if (breaker.state === CircuitState.Open && Date.now() < nextTryAt)
      throw new TwilioUnavailableError(new Date(nextTryAt), cause);
  };
  return {
    run: async (attempt, cause) => {
      check(cause);
      return breaker.execute(attempt);
    },
    check,
    state: () => (isProbing() ? 'half-open' : breaker.state === CircuitState.Open ? 'open' : 'closed'),
  };
}

const isAnswer = (outcome: unknown): boolean => 'status' in (outcome as Outcome);
