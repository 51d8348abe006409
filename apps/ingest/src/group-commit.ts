import { isTransient } from '@trunkline/db/connection';
import type { CallbackToStore, StoredRow } from '@trunkline/db/inbox';
import { metrics, type Logger } from '@trunkline/service';

/** Nothing was acknowledged: Postgres is unavailable or too slow, or too many requests wait for it. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';
}

export type Committed = { id: string; isNew: boolean };

export type GroupCommit = AsyncDisposable & {
  /** Resolves once the callback is committed; rejects with `NotStoredError` within a second otherwise. */
  add: (callback: CallbackToStore) => Promise<Committed>;
};

type Waiter = { resolve(committed: Committed): void; reject(error: Error): void };
type Entry = { callback: CallbackToStore; waiters: Waiter[]; since: number };
type Parts = {
  store: (batch: readonly CallbackToStore[]) => Promise<StoredRow[]>;
  /** Gets the ids of the new rows, after the waiting requests got theirs. */
  onCommitted: (ids: string[]) => void;
  log: Logger;
};

const stored = metrics.counter('callbacks_stored_total', 'Callbacks committed for the first time');
const duplicates = metrics.counter('callback_duplicates_total', 'Repeats of a callback that was committed before');

const MAX_BATCH = 64;
const MAX_WAITING = 5000;
const WAIT_AT_MOST_MS = 900;

/**
 * Concurrent requests share one statement and one commit: flushed at once when idle, gathered while a flush is in
 * flight, no timer (a 2 ms timer measured 0.9 of this rate, two flushes in flight were no faster).
 */
export function openGroupCommit({ store, onCommitted, log }: Parts): GroupCommit {
  let waiting = new Map<string, Entry>();
  let inFlight = new Set<Entry>();
  let flushing: Promise<void> | undefined;

  const sweep = setInterval(() => {
    const tooOld = performance.now() - WAIT_AT_MOST_MS;
    for (const [key, entry] of waiting) if (entry.since < tooOld && giveUp(entry)) waiting.delete(key);
    for (const entry of inFlight) if (entry.since < tooOld) giveUp(entry);
  }, 50).unref();

  async function flush(): Promise<void> {
    while (waiting.size > 0) {
      const batch = [...waiting.values()].slice(0, MAX_BATCH);
      if (batch.length === waiting.size) waiting = new Map();
      else for (const { callback } of batch) waiting.delete(callback.dedupeKey);
      inFlight = new Set(batch);
      await commit(batch);
      inFlight.clear();
    }
    flushing = undefined;
  }

  async function commit(batch: Entry[]): Promise<void> {
    try {
      settle(batch, await store(batch.map((entry) => entry.callback)));
    } catch (error) {
      if (isTransient(error)) return refuse(batch, error);
      if (batch.length > 1) for (const entry of batch) await commit([entry]); // one of them is refused
      else await quarantine(batch[0]!, error);
    }
  }

  /** A row that Postgres refuses must neither be lost nor hold up the others of its batch. */
  async function quarantine(entry: Entry, error: unknown): Promise<void> {
    const sqlstate = (error as { code?: unknown }).code; // its text may quote the callback
    log.error(
      { sqlstate, kind: entry.callback.callbackKind },
      'Postgres refused a callback; it is stored as quarantined',
    );
    const hex = Buffer.from(JSON.stringify(entry.callback.payload)).toString('hex');
    const callback: CallbackToStore = {
      ...entry.callback,
      payload: { hex },
      query: {},
      escapedFields: [],
      rawTarget: '',
      idempotencyToken: null,
      processingStatus: 'quarantined',
      error: `Postgres refused it: ${(error as Error).message}`.replaceAll('\0', ''),
    };
    await store([callback]).then(
      (rows) => settle([{ ...entry, callback }], rows),
      (cause: unknown) => refuse([entry], cause),
    );
  }

  function settle(batch: readonly Entry[], rows: readonly StoredRow[]): void {
    for (const { n, id, isNew } of rows) {
      batch[n]!.waiters.forEach((waiter, copy) => waiter.resolve({ id, isNew: isNew && copy === 0 }));
    }
    const received = batch.reduce((sum, entry) => sum + entry.waiters.length, 0);
    const firsts = rows.filter((row) => row.isNew).length;
    stored.inc(firsts);
    duplicates.inc(received - firsts);
    const fresh = rows.filter(({ n, isNew }) => isNew && batch[n]!.callback.processingStatus === 'pending');
    if (fresh.length > 0) onCommitted(fresh.map((row) => row.id));
  }

  return {
    add: (callback) =>
      new Promise((resolve, reject) => {
        const known = waiting.get(callback.dedupeKey);
        if (known) {
          known.callback.copies += 1;
          known.waiters.push({ resolve, reject });
          return;
        }
        if (waiting.size >= MAX_WAITING) return reject(new NotStoredError('Too many callbacks wait to be stored'));
        waiting.set(callback.dedupeKey, { callback, waiters: [{ resolve, reject }], since: performance.now() });
        flushing ??= flush();
      }),
    async [Symbol.asyncDispose]() {
      await flushing;
      clearInterval(sweep);
    },
  };
}

function refuse(batch: readonly Entry[], cause: unknown): void {
  for (const { waiters } of batch)
    for (const waiter of waiters) waiter.reject(new NotStoredError('Postgres is unavailable', { cause }));
}

function giveUp(entry: Entry): true {
  refuse([entry], new Error(`not committed within ${WAIT_AT_MOST_MS} ms`));
  return true;
}
