import type { Database } from '@trunkline/db/connection';
import { listActiveOperations, tickOperation } from '@trunkline/db/operations';
import { metrics, type Logger } from '@trunkline/service';

const items = metrics.counter('operation_items_total', 'Items of operations that settled, by outcome', ['outcome']);

/**
 * Ticks every active operation once, each in a transaction of its own. One that fails delays no other: the first failure is
 * thrown when all have had their turn, so that the loop reports it and repeats.
 */
export const runOperations =
  ({ db, log }: { db: Database; log: Logger }) =>
  async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const id of await listActiveOperations(db.pool)) {
      const tick = await tickOperation(db, id).catch((failure: unknown) => void failures.push(failure));
      if (!tick) continue;
      for (const outcome of ['ok', 'failed', 'skipped'] as const) items.inc({ outcome }, tick[outcome]);
      if (tick.state === 'done') log.info({ event: 'operation_done', operation_id: id }, 'an operation has ended');
      if (tick.state === 'failed')
        log.warn(
          { event: 'operation_failed', operation_id: id },
          'the canary of an operation failed; nothing more is begun',
        );
    }
    if (failures.length > 0) throw failures[0];
  };
