import { backoffMs, FULL_JITTER } from '@trunkline/service';

const BACKOFF = { firstMs: 250, longestMs: 8000, jitter: FULL_JITTER };

/**
 * The delay before the repetition of a request that failed for the n-th time: up to 250 ms, doubled each time to at most
 * 8 s (full jitter), added to `Retry-After` where there is one.
 */
export function retryDelayMs(failures: number, retryAfterMs = 0, random: () => number = Math.random): number {
  return retryAfterMs + backoffMs(failures, { ...BACKOFF, random });
}

/** `Retry-After` (seconds or an HTTP date) in milliseconds from now; undefined where it is missing or unreadable. */
export function readRetryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = HTTP_DATE.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
