import type { SubmissionOutcome } from '@trunkline/db/dialing';
import { backoffMs } from '@trunkline/service';
import {
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
  TwilioUnavailableError,
} from '@trunkline/twilio/rest';
import { nextCheckAt } from './match-call.ts';

/** The credentials have to be fixed first. */
const AFTER_CREDENTIALS_MS = 60_000;
/** Never below the second in which calls are counted, so the jitter only adds: up to a half. */
const RETRY = { firstMs: 1000, longestMs: 60_000, jitter: [1, 1.5] as const };

/** When the submission was attempted, the number of attempts up to it, and for how many seconds its call is looked for. */
export type Attempted = { at: Date; attempts: number; checkSeconds: number };

/**
 * The outcome of a submission that got no SID. Back to the queue goes only what Twilio certainly did not process; any
 * unexpected error may have left a call behind, so its outcome is unknown.
 */
export function outcomeOfFailure(
  error: unknown,
  { at, attempts, checkSeconds }: Attempted,
  now: Date,
): SubmissionOutcome {
  const because = error instanceof Error ? error.message : String(error);
  const queued = (retryAt: Date): SubmissionOutcome => ({ state: 'queued', retryAt, error: because });
  const after = (ms: number) => new Date(now.getTime() + ms);
  if (error instanceof TwilioCredentialsError) return queued(after(AFTER_CREDENTIALS_MS));
  if (error instanceof TwilioUnavailableError) return queued(error.nextTryAt);
  if (error instanceof TwilioUnansweredError) return queued(after(backoffMs(attempts, RETRY)));
  if (!(error instanceof TwilioRequestError))
    return { state: 'submission_unknown', lookAt: nextCheckAt(at, 0, checkSeconds, now), error: because };
  if (error.status === 429) return queued(after(backoffMs(attempts, RETRY)));
  const errorCode = error.code === undefined ? null : `${error.code}`;
  return { state: 'refused', errorCode, error: because, moreInfo: error.moreInfo ?? null };
}
