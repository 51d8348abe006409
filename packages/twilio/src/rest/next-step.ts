import type { Answer, NoAnswer } from './send-request.ts';

/** The outcome of one attempt. */
export type Outcome = Pick<Answer, 'status'> | Omit<NoAnswer, 'cause'>;

/**
 * `return` the answer; `repeat` the request: nothing was done, or repeating is harmless; `refuse`: it would fail again;
 * `give-up`: the caller aborted; `unknown`: it may have been done and must not be repeated, which the caller resolves.
 */
export type NextStep = 'return' | 'repeat' | 'refuse' | 'give-up' | 'unknown';

/**
 * Repeats a GET, and a POST that sets a state, after any failure; any other request only where Twilio did not process it:
 * after a 429, or when no byte was sent. Twilio answers 408 where a live call did not follow a command in time.
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

/** A failure of Twilio or the network; refusals and 429 are answers. */
export const isServerFailure = (outcome: Outcome): boolean =>
  'failure' in outcome ? outcome.failure !== 'aborted' : outcome.status >= 500;

/** Whether Twilio may have carried out an attempt that did not succeed. */
export const mayBeDone = (outcome: Outcome): boolean =>
  'failure' in outcome ? outcome.wasSent : outcome.status >= 500 || outcome.status === 408;
