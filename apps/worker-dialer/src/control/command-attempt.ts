import type { ObservationParts } from '@trunkline/db/inbox';
import type { Database } from '@trunkline/db/connection';
import type { ClaimedCommand } from '@trunkline/db/live-control';
import { backoffMs, NO_JITTER, type Logger } from '@trunkline/service';
import type { TelephonyProvider } from '@trunkline/twilio';
import { setTimeout as delay } from 'node:timers/promises';

/** Twilio's operations on the live calls of one account; `ofAccount` gives those of a call's account. */
type ControlledAccount = Pick<
  TelephonyProvider,
  'endCall' | 'fetchCall' | 'startRecording' | 'changeRecording' | 'listCallRecordings'
> & { ofAccount(accountSid: string | null): ControlledAccount };

/** Dependencies of live control: connections and a Twilio client of its own, so that dialling never delays it. */
export type ControlParts = ObservationParts & {
  db: Database;
  twilio: ControlledAccount;
  /** URL that gets Twilio's status callbacks of recordings that we start. */
  recordingStatusUrl: string;
  log: Logger;
};

/** No jitter: the commands of one call run one after the other anyway. */
const RETRY = { firstMs: 400, longestMs: 5000, jitter: NO_JITTER };
/** A person waits for the command: its first attempts are all 400 ms apart. */
const QUICK_ATTEMPTS = 3;

/** Milliseconds until a command is attempted again. */
export const retryInMs = ({ attempts }: Pick<ClaimedCommand, 'attempts'>): number =>
  backoffMs(attempts - QUICK_ATTEMPTS + 1, RETRY);

/** worker-status applies an observation within some ms; while it is unavailable the command is attempted again later. */
const APPLIED_WITHIN_MS = 1000;
const EVERY_MS = 25;

/** Waits until recorded observations show in the rows; false where they do not within a second. */
export async function waitUntilApplied(
  isApplied: () => Promise<boolean>,
  withinMs = APPLIED_WITHIN_MS,
): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await isApplied())) {
    if (performance.now() > giveUpAt) return false;
    await delay(EVERY_MS);
  }
  return true;
}
