import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Database } from './open-database.ts';
import { CALLS_CHANNEL } from './sql/save-calls.ts';

const AGAIN_AFTER_MS = 1000;

/**
 * Tells the SIDs of calls as they change. Takes a connection of the pool for as long as it listens; what happens while
 * that is broken is not told.
 */
export function listenToCalls(db: Database, onChange: (callSids: string[]) => void): AsyncDisposable {
  const closing = new AbortController();
  const running = (async () => {
    while (!closing.signal.aborted) {
      await listen(db, onChange, closing.signal).catch(() => {});
      await delay(AGAIN_AFTER_MS, undefined, { signal: closing.signal }).catch(() => {});
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      closing.abort();
      await running;
    },
  };
}

/** Resolves when the connection is lost or no longer wanted. */
async function listen(db: Database, onChange: (callSids: string[]) => void, signal: AbortSignal): Promise<void> {
  const client: PoolClient = await db.pool.connect();
  const ended = Promise.withResolvers<void>();
  const end = () => ended.resolve();
  client.on('notification', ({ payload }) => onChange(readSids(payload)));
  client.on('error', end);
  client.on('end', end);
  signal.addEventListener('abort', end);
  try {
    await client.query(`listen ${CALLS_CHANNEL}`);
    if (!signal.aborted) await ended.promise;
  } finally {
    client.removeAllListeners('notification');
    client.release(true);
  }
}

/** Whoever may connect may notify, of anything. */
function readSids(payload: string | undefined): string[] {
  try {
    const sids: unknown = JSON.parse(payload ?? '');
    return Array.isArray(sids) ? sids.filter((sid) => typeof sid === 'string') : [];
  } catch {
    return [];
  }
}
