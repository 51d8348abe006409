import type { Database } from '@trunkline/db/connection';
import { listRecordingsToDelete, recordRemoteDeletion } from '@trunkline/db/recordings';
import type { LoopPlan } from '@trunkline/queues';
import type { Logger } from '@trunkline/service';
import type { TwilioRestConfig } from '@trunkline/twilio/rest-env';

/** Each deletion waits for Twilio up to a minute. */
const LONG_MS = 3_600_000;

type Parts = { db: Database; config: TwilioRestConfig; log: Logger; opened: AsyncDisposableStack };

/**
 * Deletes at Twilio what is stored here. Deleting twice is harmless, so that copies need not take turns. Twilio's client
 * takes 12 MB: it is loaded only where this runs.
 */
export async function openDeletion({ db, config, log, opened }: Parts): Promise<LoopPlan> {
  const { openTwilio, TwilioRequestError } = await import('@trunkline/twilio/rest');
  const twilio = opened.use(openTwilio(config, { log }));
  const ignoreIfGone = (error: unknown): void => {
    if (!(error instanceof TwilioRequestError) || error.status !== 404) throw error;
  };
  const tick = async (): Promise<void> => {
    for (const { recordingSid } of await listRecordingsToDelete(db.pool)) {
      await twilio.client().recordings(recordingSid).remove().catch(ignoreIfGone);
      await recordRemoteDeletion(db.pool, recordingSid);
      log.info({ event: 'recording.deleted_at_twilio', recording_sid: recordingSid }, 'recording deleted at Twilio');
    }
  };
  return { everyMs: 5000, longestMs: LONG_MS, tick };
}
