import type { SubmissionOutcome } from '@trunkline/db/dialing';
import {
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
  TwilioUnavailableError,
} from '@trunkline/twilio/rest';
import { nextLookAt } from './look-schedule.ts';

/** Somebody has to mend the credentials first. */
const AFTER_CREDENTIALS_MS = 60_000;
const LONGEST_DELAY_MS = 60_000;

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
  if (error instanceof TwilioUnansweredError) return queued(after(delayMs(tries)));
  if (!(error instanceof TwilioRequestError))
    return { state: 'submission_unknown', lookAt: nextLookAt(at, 0, lookSeconds, now), error: because };
  if (error.status === 429) return queued(after(delayMs(tries)));
  const errorCode = error.code === undefined ? null : `${error.code}`;
  return { state: 'refused', errorCode, error: because, moreInfo: error.moreInfo ?? null };
}

/** A second, doubled with each try to at most a minute, with jitter. Never less than the second in which calls are counted. */
const delayMs = (tries: number): number =>
  Math.min(LONGEST_DELAY_MS, 1000 * 2 ** Math.min(tries - 1, 6)) * (1 + Math.random() / 2);
