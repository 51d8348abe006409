import type { Answer, NoAnswer } from './send-request.ts';

/** What became of one attempt. */
export type Outcome = Pick<Answer, 'status'> | Omit<NoAnswer, 'cause'>;

/**
 * What to do now. `return` the answer; `repeat` the request, as nothing was done or doing it twice is harmless;
 * `refuse`, as it would fail again; `give-up`, as the caller did; `unknown`: it may have been done and must not be
 * done twice, which only the caller can resolve.
 */
export type NextStep = 'return' | 'repeat' | 'refuse' | 'give-up' | 'unknown';

/**
 * Only what is repeatable is repeated freely: a GET, and a POST that sets a state. A 429 was not processed, nor was what
 * never left: that is safe for all. A 408 is what Twilio answers where a live call did not do as told in time.
 */
export function nextStep(isRepeatable: boolean, outcome: Outcome): NextStep {
  if ('failure' in outcome) {
    if (mayBeDone(outcome) && !isRepeatable) return 'unknown';
    return outcome.failure === 'aborted' ? 'give-up' : 'repeat';
  }
  if (outcome.status >= 200 && outcome.status < 300) return 'return';
  if (outcome.status === 429) return 'repeat';
  return mayBeDone(outcome) ? (isRepeatable ? 'repeat' : 'unknown') : 'refuse';
}

/** Trouble at Twilio or on the way, as opposed to an answer, be it no, or 429. */
export const isTrouble = (outcome: Outcome): boolean =>
  'failure' in outcome ? outcome.failure !== 'aborted' : outcome.status >= 500;

/** An attempt that Twilio may have carried out, though nobody heard so. */
export const mayBeDone = (outcome: Outcome): boolean =>
  'failure' in outcome ? outcome.wasSent : outcome.status >= 500 || outcome.status === 408;
