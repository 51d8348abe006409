import { setTimeout as sleep } from 'node:timers/promises';

/** Of the wall clock. Rejects with the signal's reason as soon as it is aborted. */
export async function sleepUnless(signal: AbortSignal, ms: number): Promise<void> {
  try {
    await sleep(Math.min(ms, longestMs), undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** A timer that is set for longer goes off at once. */
const longestMs = 2 ** 31 - 1;
