import { withAdvisoryLock, type Database } from '@trunkline/db/connection';
import { indexInbox } from '@trunkline/db/inbox';
import { setTimeout as sleep } from 'node:timers/promises';

const ROWS_AT_ONCE = 500;
const TICK_MS = 20_000;
/** Of the time that a batch took. Callbacks that arrive meanwhile come first: filling without a pause took a third of their rate. */
const PAUSE = 3;

/**
 * Indexes new rows of the inbox for its search, in one process at a time, until none is left or the tick has lasted 20 s.
 * After a peak the backlog uses a quarter of a core of Postgres at most.
 */
export const indexCallbacks = (db: Database, signal: AbortSignal) => async (): Promise<void> => {
  await withAdvisoryLock(db, 'inbox_search', async () => {
    const until = performance.now() + TICK_MS;
    while (!signal.aborted && performance.now() < until) {
      const began = performance.now();
      if ((await indexInbox(db.pool, ROWS_AT_ONCE)) < ROWS_AT_ONCE) return;
      await sleep(PAUSE * (performance.now() - began), undefined, { signal }).catch(() => {});
    }
  });
};
