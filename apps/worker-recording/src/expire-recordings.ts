import type { Database } from '@trunkline/db/connection';
import { expireRecording, listOutdatedRecordings } from '@trunkline/db/recordings';
import { metrics, type Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import type { WorkerRecordingConfig } from './config.ts';

const expired = metrics.counter('recordings_expired_total', 'Recordings deleted because of their age');

const MINUTES_PER_DAY = 1440;

type Parts = {
  db: Database;
  storage: Pick<Storage, 'delete'>;
  config: Pick<WorkerRecordingConfig, 'RECORDING_RETENTION_DAYS' | 'DEMO_RETENTION_MINUTES' | 'TWILIO_ACCOUNT_SID'>;
  log: Logger;
};

/** Deletes recordings past retention: the object first, so that no object is left without a row. A demo keeps those of its account for minutes. */
export function expireRecordings({ db, storage, config, log }: Parts): () => Promise<void> {
  const { RECORDING_RETENTION_DAYS: days, DEMO_RETENTION_MINUTES: demoMinutes, TWILIO_ACCOUNT_SID: account } = config;

  async function expire(minutes: number, accountSid?: string): Promise<void> {
    for (;;) {
      const outdated = await listOutdatedRecordings(db.pool, minutes, accountSid);
      if (outdated.length === 0) return;
      for (const { recordingSid, objectKey } of outdated) {
        await storage.delete(objectKey);
        await expireRecording(db.pool, recordingSid);
        expired.inc();
        log.info({ event: 'recording.expired', recording_sid: recordingSid }, 'recording deleted by its age');
      }
    }
  }

  return async () => {
    if (days > 0) await expire(days * MINUTES_PER_DAY);
    if (demoMinutes > 0 && account !== undefined) await expire(demoMinutes, account);
  };
}
