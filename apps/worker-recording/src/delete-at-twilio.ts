import type { Database } from '@trunkline/db/connection';
import { listRecordingsToDelete, recordRemoteDeletion } from '@trunkline/db/recordings';
import type { LoopPlan } from '@trunkline/queues';
import type { Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import type { TwilioRestConfig } from '@trunkline/twilio/rest-env';
import type { StoreGate } from './store-gate.ts';

/** Each deletion waits for Twilio up to a minute. */
const LONG_MS = 3_600_000;

type Parts = {
  db: Database;
  storage: Pick<Storage, 'stat'>;
  gate: Pick<StoreGate, 'isOpen'>;
  config: TwilioRestConfig;
  log: Logger;
  opened: AsyncDisposableStack;
};

const REMEDY = 'mount or restore its disk; until then nothing is deleted at Twilio';

/**
 * Deletes at Twilio what is stored here, and found here a moment before: a disk that is gone or failing keeps Twilio's
 * copies. Deleting twice is harmless, so that copies need not take turns. Twilio's client
 * takes 12 MB: it is loaded only where this runs.
 */
export async function openDeletion({ db, storage, gate, config, log, opened }: Parts): Promise<LoopPlan> {
  const { openTwilio, TwilioRequestError } = await import('@trunkline/twilio/rest');
  const twilio = opened.use(openTwilio(config, { log }));
  const ignoreIfGone = (error: unknown): void => {
    if (!(error instanceof TwilioRequestError) || error.status !== 404) throw error;
  };
  const tick = async (): Promise<void> => {
    if (gate.isOpen()) return;
    for (const { recordingSid, objectKey } of await listRecordingsToDelete(db.pool)) {
      if (!(await storage.stat(objectKey))) throw new Error(`${recordingSid} is not in the store: ${REMEDY}`);
      await twilio.client().recordings(recordingSid).remove().catch(ignoreIfGone);
      await recordRemoteDeletion(db.pool, recordingSid);
      log.info({ event: 'recording.deleted_at_twilio', recording_sid: recordingSid }, 'recording deleted at Twilio');
    }
  };
  return { everyMs: 5000, longestMs: LONG_MS, tick };
}
