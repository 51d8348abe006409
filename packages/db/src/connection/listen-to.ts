import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Database } from './open-database.ts';

const RECONNECT_AFTER_MS = 1000;

/**
 * Passes on the notifications of a channel. Keeps one connection of the pool; notifications sent while it is broken are
 * lost.
 */
export function listenTo(db: Database, channel: string, onPayload: (payload: string) => void): AsyncDisposable {
  const closing = new AbortController();
  const running = (async () => {
    while (!closing.signal.aborted) {
      await listen(db, channel, onPayload, closing.signal).catch(() => {});
      await delay(RECONNECT_AFTER_MS, undefined, { signal: closing.signal }).catch(() => {});
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
async function listen(
  db: Database,
  channel: string,
  onPayload: (payload: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const client: PoolClient = await db.pool.connect();
  const ended = Promise.withResolvers<void>();
  const end = () => ended.resolve();
  client.on('notification', ({ payload }) => onPayload(payload ?? ''));
  client.on('error', end);
  client.on('end', end);
  signal.addEventListener('abort', end);
  try {
    await client.query(`listen ${channel}`);
    if (!signal.aborted) await ended.promise;
  } finally {
    client.removeAllListeners('notification');
    client.release(true);
  }
}
