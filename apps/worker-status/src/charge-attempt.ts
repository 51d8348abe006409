import type { Database } from '@trunkline/db/connection';
import { recordFailures } from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';

/**
 * What to do with a job that BullMQ gave up: its worker died over it twice, or the database stayed away. Its rows are
 * charged an attempt, which makes the relay send each of them alone next time; one that kills every worker ends as a
 * dead letter. Rows that were finished all the same are not touched.
 */
export const chargeAttempt =
  (db: Database, log: Logger) =>
  async ({ ids }: { ids: string[] }, error: Error): Promise<void> => {
    log.warn({ err: error, rows: ids.length }, 'a job was given up; the relay takes up its rows');
    await recordFailures(
      db.pool,
      ids.map((id) => ({ id, error: `Job given up: ${error.message}` })),
    );
  };
