import type { Database } from '@trunkline/db/connection';
import { deleteExpiredIdempotencyKeys } from '@trunkline/db/identity';
import { dropInboxPartitions, ensureInboxPartitions, deleteExpiredDedupeKeys } from '@trunkline/db/inbox';
import { deleteExpiredStreamEvents, numberStreamEvents } from '@trunkline/db/stream';
import type { Logger } from '@trunkline/service';

type Parts = { db: Database; config: { INBOX_RETENTION_DAYS: number; DEDUPE_RETENTION_DAYS: number }; log: Logger };

const ROWS_AT_ONCE = 10_000;

/** Creates next week's partitions of the inbox, drops those past retention, and deletes expired keys and stream events. */
export function applyRetention({ db, config, log }: Parts): () => Promise<void> {
  const keepKeysDays = Math.max(config.DEDUPE_RETENTION_DAYS, config.INBOX_RETENTION_DAYS);
  return async () => {
    const created = await ensureInboxPartitions(db.pool);
    const dropped = await dropInboxPartitions(db.pool, config.INBOX_RETENTION_DAYS);
    const deleted = await inBatches((limit) => deleteExpiredDedupeKeys(db.pool, keepKeysDays, limit));
    await numberStreamEvents(db.pool); // api numbers them usually; without one they would never expire
    await inBatches((limit) => deleteExpiredStreamEvents(db.pool, limit));
    await inBatches((limit) => deleteExpiredIdempotencyKeys(db.pool, limit));
    if (created + dropped + deleted > 0)
      log.info({ event: 'partitions_kept', created, dropped, deleted }, 'retention of the inbox applied');
  };
}

/** Repeats `work` while it affects `limit` rows, so that no statement runs long; returns the rows in all. */
async function inBatches(work: (limit: number) => Promise<number>): Promise<number> {
  let all = 0;
  for (let rows = ROWS_AT_ONCE; rows === ROWS_AT_ONCE; all += rows) rows = await work(ROWS_AT_ONCE);
  return all;
}
