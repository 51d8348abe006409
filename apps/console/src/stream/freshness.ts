/** What this browser knows of its connection to the stream. */
export type Connection = {
  isConnected: boolean;
  /** When the last frame or keepalive came, in ms since 1970. */
  lastFrameAt: number;
};

export type Freshness =
  | { state: 'live'; ageMs: number }
  | { state: 'reconnecting' }
  /** What is shown may no longer be true: nothing may be changed on its ground. */
  | { state: 'stale'; since: number };

/** The server sends a keepalive every 15 s; see event-hub.ts of `apps/api`. */
const KEEPALIVE_MS = 15_000;
const MISSED = 2;
const STALE_AFTER_MS = 60_000;

export function freshnessOf({ isConnected, lastFrameAt }: Connection, now: number): Freshness {
  const ageMs = Math.max(0, now - lastFrameAt);
  if (ageMs >= STALE_AFTER_MS) return { state: 'stale', since: lastFrameAt };
  if (!isConnected || ageMs >= KEEPALIVE_MS * MISSED) return { state: 'reconnecting' };
  return { state: 'live', ageMs };
}
