import { isTransient } from '@trunkline/db/connection';
import type { CallbackToStore, StoredRow } from '@trunkline/db/inbox';
import { metrics, type Logger } from '@trunkline/service';

export type Committed = {
  id: string;
  isNew: boolean;
  /** Set where Postgres refused the callback as it was. */
  isQuarantined?: true;
};

type Parts = {
  store: (batch: readonly CallbackToStore[]) => Promise<StoredRow[]>;
  /** Gets the ids of the new rows that are to be applied. */
  onCommitted: (ids: string[]) => void;
  log: Logger;
};

export type BatchStore = {
  /**
   * Commits callbacks with distinct dedupe keys, and returns where each is, in their order. A callback that Postgres
   * refuses is quarantined, and fails no other. Rejects only while Postgres is unavailable.
   */
  store: (batch: readonly CallbackToStore[]) => Promise<Committed[]>;
  /** Has the new rows enqueued and counts them; `received` is the number of requests that brought these callbacks. */
  announce: (committed: readonly Committed[], batch: readonly CallbackToStore[], received: number) => void;
};

const stored = metrics.counter('callbacks_stored_total', 'Callbacks committed for the first time');
const duplicates = metrics.counter('callback_duplicates_total', 'Repeats of a callback that was committed before');

export function openBatchStore({ store, onCommitted, log }: Parts): BatchStore {
  async function commit(batch: readonly CallbackToStore[]): Promise<Committed[]> {
    try {
      return inOrder(await store(batch));
    } catch (error) {
      if (isTransient(error)) throw error;
      if (batch.length === 1) return [await quarantine(batch[0]!, error)];
      const each: Committed[] = [];
      for (const callback of batch) each.push(...(await commit([callback]))); // one of them is refused
      return each;
    }
  }

  /** A row that Postgres refuses must neither be lost nor hold up the others of its batch. */
  async function quarantine(callback: CallbackToStore, error: unknown): Promise<Committed> {
    const sqlstate = (error as { code?: unknown }).code; // its text may quote the callback
    log.error({ sqlstate, kind: callback.callbackKind }, 'Postgres refused a callback; it is stored as quarantined');
    const hex = Buffer.from(JSON.stringify(callback.payload)).toString('hex');
    const [row] = await store([
      {
        ...callback,
        payload: { hex },
        query: {},
        escapedFields: [],
        rawTarget: '',
        idempotencyToken: null,
        processingStatus: 'quarantined',
        error: `Postgres refused it: ${(error as Error).message}`.replaceAll('\0', ''),
      },
    ]);
    return { id: row!.id, isNew: row!.isNew, isQuarantined: true };
  }

  return {
    store: commit,
    announce(committed, batch, received) {
      const fresh = committed.filter(({ isNew }) => isNew).length;
      stored.inc(fresh);
      duplicates.inc(received - fresh);
      const isToApply = ({ isNew, isQuarantined }: Committed, n: number) =>
        isNew && !isQuarantined && batch[n]!.processingStatus === 'pending';
      const ids = committed.filter(isToApply).map(({ id }) => id);
      if (ids.length > 0) onCommitted(ids);
    },
  };
}

function inOrder(rows: readonly StoredRow[]): Committed[] {
  const committed: Committed[] = [];
  for (const { n, id, isNew } of rows) committed[n] = { id, isNew };
  return committed;
}
