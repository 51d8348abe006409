import { setTimeout as delay } from 'node:timers/promises';

type Patience = {
  everyMs: number;
  /** For ever without it. */
  withinMs?: number;
  signal: AbortSignal;
};

/** Looks until it finds something; undefined once that took too long. Rejects when the signal aborts. */
export async function lookUntil<T>(
  { everyMs, withinMs = Infinity, signal }: Patience,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const until = performance.now() + withinMs; ; await delay(everyMs, undefined, { signal })) {
    const found = await look();
    if (found !== undefined || performance.now() > until) return found;
  }
}
