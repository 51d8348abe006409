import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a fact: repeats the assertion until it does not throw, and throws its last complaint after the time or the signal. */
export async function eventually<T>(
  assertion: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 25, signal }: { timeoutMs?: number; everyMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (complaint) {
      if (performance.now() > deadline || signal?.aborted) throw complaint;
      await delay(everyMs);
    }
  }
}
