import type { SubmissionOutcome } from '@trunkline/db/dialing';
import { backoffMs } from '@trunkline/service';
import {
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
  TwilioUnavailableError,
} from '@trunkline/twilio/rest';
import { nextLookAt } from './look-schedule.ts';

/** Somebody has to mend the credentials first. */
const AFTER_CREDENTIALS_MS = 60_000;
/** Never below the second in which calls are counted, so the jitter only adds: up to a half. */
const RETRY = { firstMs: 1000, longestMs: 60_000, jitter: [1, 1.5] as const };

/** When a submission was tried, how often by now, and how long calls are looked for. */
export type Tried = { at: Date; tries: number; lookSeconds: number };

/**
 * What became of a submission that did not get a SID. Only what certainly was not processed goes back to the queue; an
 * error that nobody thought of may have left a call behind.
 */
export function judgeAnswer(error: unknown, { at, tries, lookSeconds }: Tried, now: Date): SubmissionOutcome {
  const because = error instanceof Error ? error.message : String(error);
  const queued = (retryAt: Date): SubmissionOutcome => ({ state: 'queued', retryAt, error: because });
  const after = (ms: number) => new Date(now.getTime() + ms);
  if (error instanceof TwilioCredentialsError) return queued(after(AFTER_CREDENTIALS_MS));
  if (error instanceof TwilioUnavailableError) return queued(error.nextTryAt);
  if (error instanceof TwilioUnansweredError) return queued(after(backoffMs(tries, RETRY)));
  if (!(error instanceof TwilioRequestError))
    return { state: 'submission_unknown', lookAt: nextLookAt(at, 0, lookSeconds, now), error: because };
  if (error.status === 429) return queued(after(backoffMs(tries, RETRY)));
  const errorCode = error.code === undefined ? null : `${error.code}`;
  return { state: 'refused', errorCode, error: because, moreInfo: error.moreInfo ?? null };
}
