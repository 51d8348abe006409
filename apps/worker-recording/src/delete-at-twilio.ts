import type { Database } from '@trunkline/db/connection';
import { listRecordingsToDelete, recordRemoteDeletion } from '@trunkline/db/recordings';
import type { Logger } from '@trunkline/service';
import { TwilioRequestError, type TwilioRest } from '@trunkline/twilio/rest';

type Parts = { db: Database; twilio: Pick<TwilioRest, 'client'>; log: Logger };

/** One round of deleting at Twilio what is stored here. Doing it twice is harmless, so nobody needs to take turns. */
export function deleteAtTwilio({ db, twilio, log }: Parts): () => Promise<void> {
  return async () => {
    for (const { recordingSid } of await listRecordingsToDelete(db.pool)) {
      await twilio.client().recordings(recordingSid).remove().catch(ignoreIfGone);
      await recordRemoteDeletion(db.pool, recordingSid);
      log.info({ event: 'recording.deleted_at_twilio', recording_sid: recordingSid }, 'Twilio keeps it no longer');
    }
  };
}

function ignoreIfGone(error: unknown): void {
  if (!(error instanceof TwilioRequestError) || error.status !== 404) throw error;
}
