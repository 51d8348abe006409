import type { CallbackToStore } from '@trunkline/db/inbox';
import { inBackground, type Logger } from '@trunkline/service';
import type { Outage } from './outage.ts';
import type { BatchStore, Committed } from './store-batch.ts';

/** Postgres did not commit it: it is unavailable or too slow, or too many requests wait for it. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';
}

export type GroupCommit = AsyncDisposable & {
  /** Resolves once the callback is committed; rejects with `NotStoredError` within a second otherwise. */
  add: (callback: CallbackToStore) => Promise<Committed>;
};

type Waiter = { resolve(committed: Committed): void; reject(error: Error): void };
type Entry = { callback: CallbackToStore; waiters: Waiter[]; since: number };
type Parts = { inbox: BatchStore; outage: Pick<Outage, 'isOpen' | 'failed' | 'ended'>; log: Pick<Logger, 'warn'> };

/** Callbacks in one statement and one commit. */
export const MAX_BATCH = 64;
const MAX_WAITING = 5000;
/** A commit that takes longer counts as failed: Twilio, or a person, waits for the answer. */
export const WAIT_AT_MOST_MS = 900;

/**
 * Concurrent requests share one statement and one commit: flushed at once when idle, gathered while a flush is in
 * flight, no timer (a 2 ms timer measured 0.9 of this rate, two flushes in flight were no faster). While Postgres is
 * known to be out, every request is refused at once.
 */
export function openGroupCommit({ inbox, outage, log }: Parts): GroupCommit {
  let waiting = new Map<string, Entry>();
  let inFlight: readonly Entry[] = [];
  let flushing: Promise<void> | undefined;

  // oxlint-disable-next-line no-restricted-globals -- fails no promise; a loop's turn per 50 ms would cost more than its work
  const sweep = setInterval(() => {
    const tooOld = performance.now() - WAIT_AT_MOST_MS;
    const late = new NotStoredError('Postgres is unavailable', {
      cause: new Error(`not committed within ${WAIT_AT_MOST_MS} ms`),
    });
    if (inFlight.some(({ since }) => since < tooOld)) return refuseAll(inFlight, late.cause);
    for (const [key, entry] of waiting) {
      if (entry.since >= tooOld) break; // the others are younger
      waiting.delete(key);
      refuse(entry, late);
    }
  }, 50).unref();

  async function flush(): Promise<void> {
    try {
      while (waiting.size > 0) {
        const batch = [...waiting.values()].slice(0, MAX_BATCH);
        if (batch.length === waiting.size) waiting = new Map();
        else for (const { callback } of batch) waiting.delete(callback.dedupeKey);
        inFlight = batch;
        await commit(batch);
        inFlight = [];
      }
    } finally {
      [inFlight, flushing] = [[], undefined]; // also after an error, so that the next request begins a flush
    }
  }

  async function commit(batch: readonly Entry[]): Promise<void> {
    const began = performance.now();
    const callbacks = batch.map((entry) => entry.callback);
    try {
      const committed = await inbox.store(callbacks);
      if (performance.now() - began < WAIT_AT_MOST_MS) outage.ended();
      let received = 0;
      for (const [n, { waiters }] of batch.entries()) {
        received += waiters.length;
        const { id, isNew } = committed[n]!;
        waiters.forEach((waiter, copy) => waiter.resolve({ id, isNew: isNew && copy === 0 }));
      }
      inbox.announce(committed, callbacks, received);
    } catch (error) {
      refuseAll(batch, error);
    }
  }

  /** Refuses these, and those that wait: they would fail too, only later. */
  function refuseAll(batch: readonly Entry[], cause: unknown): void {
    const error = new NotStoredError('Postgres is unavailable', { cause });
    for (const entry of [...batch, ...waiting.values()]) refuse(entry, error); // first, so that an error below leaves no request waiting
    waiting = new Map();
    outage.failed(cause);
  }

  return {
    add: (callback) =>
      new Promise((resolve, reject) => {
        if (outage.isOpen()) return reject(new NotStoredError('Postgres is unavailable'));
        const known = waiting.get(callback.dedupeKey);
        if (known) {
          known.callback.copies += 1;
          known.waiters.push({ resolve, reject });
          return;
        }
        if (waiting.size >= MAX_WAITING) return reject(new NotStoredError('Too many callbacks wait to be stored'));
        waiting.set(callback.dedupeKey, { callback, waiters: [{ resolve, reject }], since: performance.now() });
        flushing ??= inBackground('flush', log, flush);
      }),
    async [Symbol.asyncDispose]() {
      await flushing;
      clearInterval(sweep);
    },
  };
}

function refuse({ waiters }: Entry, error: Error): void {
  for (const waiter of waiters) waiter.reject(error);
}
