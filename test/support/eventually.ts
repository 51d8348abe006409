import { setTimeout as delay } from 'node:timers/promises';

/** Long enough for a busy machine; a test that passes never waits for it. */
const PATIENCE_MS = 25_000;

/** Repeats the assertion until it holds; throws its last error once the time is over or the signal has aborted. */
export async function eventually<T>(
  assertion: () => T | Promise<T>,
  {
    timeoutMs = PATIENCE_MS,
    everyMs = 25,
    signal,
  }: { timeoutMs?: number; everyMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline || signal?.aborted) throw error;
      await delay(everyMs);
    }
  }
}
