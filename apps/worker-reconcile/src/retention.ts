import type { Database } from '@trunkline/db/connection';
import { deleteOldDoctorRuns } from '@trunkline/db/doctor';
import { deleteExpiredIdempotencyKeys } from '@trunkline/db/identity';
import {
  deleteExpiredDedupeKeys,
  deleteOldCallbackTests,
  dropInboxPartitions,
  ensureInboxPartitions,
} from '@trunkline/db/inbox';
import { deleteOldOperations } from '@trunkline/db/operations';
import { deleteOldRejections } from '@trunkline/db/rejected-requests';
import { deleteOldCallbacks, deleteOldCalls } from '@trunkline/db/retention';
import { deleteExpiredStreamEvents, numberStreamEvents } from '@trunkline/db/stream';
import type { Logger } from '@trunkline/service';

/** A demo's rows are deleted this often, so that what is deleted at a time stays small. */
export const DEMO_EVERY_MS = 20_000;

type Parts = { db: Database; config: { INBOX_RETENTION_DAYS: number; DEDUPE_RETENTION_DAYS: number }; log: Logger };

const ROWS_AT_ONCE = 10_000;
/** Each has up to a hundred thousand items. */
const OPERATIONS_AT_ONCE = 10;

/** Creates next week's partitions of the inbox, drops those past retention, and deletes expired keys, stream events and operations. */
export function applyRetention({ db, config, log }: Parts): () => Promise<void> {
  const keepKeysDays = Math.max(config.DEDUPE_RETENTION_DAYS, config.INBOX_RETENTION_DAYS);
  return async () => {
    const created = await ensureInboxPartitions(db.pool);
    const dropped = await dropInboxPartitions(db.pool, config.INBOX_RETENTION_DAYS);
    const deleted = await inBatches((limit) => deleteExpiredDedupeKeys(db.pool, keepKeysDays, limit));
    await numberStreamEvents(db.pool); // api numbers them usually; without one they would never expire
    await inBatches((limit) => deleteExpiredStreamEvents(db.pool, limit));
    await inBatches((limit) => deleteExpiredIdempotencyKeys(db.pool, limit));
    await deleteOldCallbackTests(db.pool);
    await deleteOldDoctorRuns(db.pool);
    await inBatches((limit) => deleteOldOperations(db.pool, limit), OPERATIONS_AT_ONCE);
    await inBatches((limit) => deleteOldRejections(db.pool, limit));
    if (created + dropped + deleted > 0)
      log.info({ event: 'partitions_kept', created, dropped, deleted }, 'retention of the inbox applied');
  };
}

/** Keeps a demo small: deletes the calls, callbacks and stream events of the simulated account that are older than minutes. */
export function applyDemoRetention({ db, accountSid, minutes }: DemoParts): () => Promise<void> {
  const age = { accountSid, minutes };
  return async () => {
    await inBatches((limit) => deleteOldCalls(db, { ...age, limit }), DEMO_ROWS_AT_ONCE);
    await inBatches((limit) => deleteOldCallbacks(db, { ...age, limit }), DEMO_ROWS_AT_ONCE);
    await inBatches((limit) => deleteExpiredStreamEvents(db.pool, limit, minutes));
  };
}

type DemoParts = { db: Database; accountSid: string; minutes: number };
const DEMO_ROWS_AT_ONCE = 1000;

/** Repeats `work` while it affects `limit` rows, so that no statement runs long; returns the rows in all. */
async function inBatches(work: (limit: number) => Promise<number>, limit = ROWS_AT_ONCE): Promise<number> {
  let all = 0;
  for (let rows = limit; rows === limit; all += rows) rows = await work(limit);
  return all;
}
