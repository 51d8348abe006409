import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * Looks until a worker has settled what was requested, for at most `patienceMs`; returns what the last look found. Each look
 * should be a transaction of its own.
 */
export async function awaitSettled<T>(
  look: () => Promise<T>,
  isSettled: (found: T) => boolean,
  patienceMs: number,
): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (isSettled(found) || performance.now() > until) return found;
    await delay(POLL_MS);
  }
}
