import { dropInboxPartitions, ensureInboxPartitions, forgetDedupeKeys, type Database } from '@trunkline/db';
import type { Logger } from '@trunkline/service';

type Parts = { db: Database; config: { INBOX_RETENTION_DAYS: number; DEDUPE_RETENTION_DAYS: number }; log: Logger };

const KEYS_AT_ONCE = 10_000;

/** One round of housekeeping: next week's partitions exist, those past retention are gone, and so are their keys. */
export function keepPartitions({ db, config, log }: Parts): () => Promise<void> {
  const keepKeysDays = Math.max(config.DEDUPE_RETENTION_DAYS, config.INBOX_RETENTION_DAYS);
  return async () => {
    const created = await ensureInboxPartitions(db.pool);
    const dropped = await dropInboxPartitions(db.pool, config.INBOX_RETENTION_DAYS);
    let forgotten = 0;
    for (let round = KEYS_AT_ONCE; round === KEYS_AT_ONCE; forgotten += round) {
      round = await forgetDedupeKeys(db.pool, keepKeysDays, KEYS_AT_ONCE);
    }
    if (created + dropped + forgotten > 0)
      log.info({ event: 'partitions_kept', created, dropped, forgotten }, 'inbox kept');
  };
}
