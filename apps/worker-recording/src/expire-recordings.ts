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

/** Deletes recordings past retention: the object first, so that no object is left without a row. */
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
        log.info({ event: 'recording.expired', recording_sid: recordingSid }, 'recording deleted by its age');
      }
    }
  };
}
