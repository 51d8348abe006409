import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 2000;

/** Reads until there is something; throws after so many seconds. */
export async function awaitFact<T>(
  what: string,
  { signal, seconds }: { signal: AbortSignal; seconds: number },
  read: () => Promise<T | undefined>,
): Promise<T> {
  for (const until = performance.now() + seconds * 1000; performance.now() < until;) {
    const found = await read();
    if (found !== undefined) return found;
    await delay(RETRY_MS, undefined, { signal });
  }
  throw new Error(`${what} within ${seconds} s`);
}
