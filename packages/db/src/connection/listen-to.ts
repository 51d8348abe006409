import { inBackground, startLoop, type Logger } from '@trunkline/service';
import type { PoolClient } from 'pg';
import type { Database } from './open-database.ts';

type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

const RECONNECT_AFTER_MS = 1000;
/** A connection whose other end is gone may look open for hours. */
const CHECK_EVERY_MS = 10_000;

/**
 * Passes on the notifications of a channel. Keeps one connection of the pool, in the loop `listen <channel>`; what is
 * notified while it is broken is lost. An error of `onPayload` is logged and ends nothing.
 */
export function listenTo(
  db: Database,
  channel: string,
  onPayload: (payload: string) => void,
  log: Log,
): AsyncDisposable {
  const name = `listen ${channel}`;
  let client: PoolClient | undefined;
  let checkedAt = 0;
  const loop = startLoop(name, RECONNECT_AFTER_MS, keepListening, log);

  async function keepListening(): Promise<void> {
    if (client && performance.now() - checkedAt < CHECK_EVERY_MS) return;
    const current = client ?? (await open());
    try {
      await current.query(`listen ${channel}`); // again, as a check: it changes nothing
      checkedAt = performance.now();
    } catch (error) {
      close(current);
      throw error;
    }
  }

  async function open(): Promise<PoolClient> {
    const opened = await db.pool.connect();
    const lose = (): void => {
      if (client !== opened) return;
      close(opened);
      loop.wake();
    };
    opened.on('error', lose);
    opened.on('end', lose);
    opened.on('notification', ({ payload = '' }) => {
      inBackground(name, log, async () => onPayload(payload));
    });
    client = opened;
    return opened;
  }

  function close(listening: PoolClient): void {
    if (client !== listening) return;
    client = undefined;
    listening.removeAllListeners('notification');
    listening.release(true);
  }

  return {
    async [Symbol.asyncDispose]() {
      await loop[Symbol.asyncDispose]();
      if (client) close(client);
    },
  };
}
