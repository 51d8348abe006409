import { setTimeout as sleep } from 'node:timers/promises';

/** The time of one simulated call: it runs `speed` times faster than the wall clock. */
export interface CallClock {
  /** Milliseconds since 1970, as the call's payloads show it. */
  now(): number;
  /** Lets simulated seconds go by; rejects when the load is stopped. */
  pass(seconds: number): Promise<void>;
}

export function startCallClock(startedAt: number, speed: number, signal: AbortSignal): CallClock {
  let now = startedAt;
  return {
    now: () => now,
    async pass(seconds) {
      await sleep((seconds * 1000) / speed, undefined, { signal });
      now += seconds * 1000;
    },
  };
}

/**
 * How far before the wall clock a call starts, so that none of its times lies in the future although it runs faster
 * than real.
 */
export const leadMs = (longestSeconds: number, speed: number): number =>
  longestSeconds * 1000 * Math.max(0, 1 - 1 / speed);
