import type { Database } from '@trunkline/db/connection';
import { expireRecording, listOutdatedRecordings } from '@trunkline/db/recordings';
import { metrics, type Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import type { WorkerRecordingConfig } from './config.ts';

const expired = metrics.counter('recordings_expired_total', 'Recordings deleted because of their age');

type Parts = {
  db: Database;
  storage: Pick<Storage, 'delete'>;
  config: Pick<WorkerRecordingConfig, 'RECORDING_RETENTION_DAYS'>;
  log: Logger;
};

/** One round of deleting what is kept no longer: first the object, so that the row never forgets one that is still there. */
export function expireRecordings({ db, storage, config, log }: Parts): () => Promise<void> {
  return async () => {
    if (config.RECORDING_RETENTION_DAYS === 0) return;
    for (;;) {
      const outdated = await listOutdatedRecordings(db.pool, config.RECORDING_RETENTION_DAYS);
      if (outdated.length === 0) return;
      for (const { recordingSid, objectKey } of outdated) {
        await storage.delete(objectKey);
        await expireRecording(db.pool, recordingSid);
        expired.inc();
        log.info({ event: 'recording.expired', recording_sid: recordingSid }, 'a recording was deleted by its age');
      }
    }
  };
}
