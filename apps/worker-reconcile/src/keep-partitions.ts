import type { Database } from '@trunkline/db/connection';
import { deleteExpiredIdempotencyKeys } from '@trunkline/db/identity';
import { dropInboxPartitions, ensureInboxPartitions, forgetDedupeKeys } from '@trunkline/db/inbox';
import { forgetStreamEvents, numberStreamEvents } from '@trunkline/db/stream';
import type { Logger } from '@trunkline/service';

type Parts = { db: Database; config: { INBOX_RETENTION_DAYS: number; DEDUPE_RETENTION_DAYS: number }; log: Logger };

const ROWS_AT_ONCE = 10_000;

/** One round of housekeeping: next week's partitions exist, those past retention are gone, so are their keys and old news. */
export function keepPartitions({ db, config, log }: Parts): () => Promise<void> {
  const keepKeysDays = Math.max(config.DEDUPE_RETENTION_DAYS, config.INBOX_RETENTION_DAYS);
  return async () => {
    const created = await ensureInboxPartitions(db.pool);
    const dropped = await dropInboxPartitions(db.pool, config.INBOX_RETENTION_DAYS);
    const forgotten = await untilLess((limit) => forgetDedupeKeys(db.pool, keepKeysDays, limit));
    await numberStreamEvents(db.pool); // without an api nobody else does, and what has no number does not grow old
    await untilLess((limit) => forgetStreamEvents(db.pool, limit));
    await untilLess((limit) => deleteExpiredIdempotencyKeys(db.pool, limit));
    if (created + dropped + forgotten > 0)
      log.info({ event: 'partitions_kept', created, dropped, forgotten }, 'inbox kept');
  };
}

/** Works off in lots, so that no statement is long; returns how many rows in all. */
async function untilLess(work: (limit: number) => Promise<number>): Promise<number> {
  let all = 0;
  for (let lot = ROWS_AT_ONCE; lot === ROWS_AT_ONCE; all += lot) lot = await work(ROWS_AT_ONCE);
  return all;
}
