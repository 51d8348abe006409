import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** The time of one simulated call. */
export interface CallClock {
  /** Milliseconds since 1970, as the call's payloads show it. */
  now(): number;
  /** Lets simulated seconds go by; rejects when the load is stopped. */
  pass(seconds: number): Promise<void>;
}

/** When a call happens: at a time of its own, at a speed of its own, or, with neither, as the simulator's clock runs. */
export interface CallTiming {
  startAt?: number | undefined;
  speed?: number | undefined;
  /** No call of this kind lasts longer. */
  longestSeconds: number;
}

export function startCallClock(clock: Clock, { startAt, speed, longestSeconds }: CallTiming, signal: AbortSignal) {
  if (startAt === undefined && speed === undefined && clock.speed !== 1) return followClock(clock, signal);
  const own = speed ?? usualSpeed(clock);
  return runAtOwnSpeed(startAt ?? clock.now() - leadMs(longestSeconds, own / clock.speed), own, signal);
}

/**
 * For calls that somebody waits for: it tells the clock's time, so none of theirs lies in the past or the future, but
 * lets what they say take less of it. `speed` is against real time.
 */
export function hurryClock(clock: Clock, speed: number, signal: AbortSignal): CallClock {
  return { now: () => clock.now(), pass: (seconds) => sleep((seconds * 1000) / speed, undefined, { signal }) };
}

/** How much faster than real a call runs that is not told otherwise. */
export const usualSpeed = (clock: Clock): number => (clock.speed === 1 ? defaultSpeed : clock.speed);

const defaultSpeed = 60;

/**
 * How far before the clock a call starts, so that none of its times lies in the future although it runs `faster` than
 * the clock.
 */
const leadMs = (longestSeconds: number, faster: number): number => longestSeconds * 1000 * Math.max(0, 1 - 1 / faster);

function runAtOwnSpeed(startAt: number, speed: number, signal: AbortSignal): CallClock {
  let now = startAt;
  return {
    now: () => now,
    async pass(seconds) {
      await sleep((seconds * 1000) / speed, undefined, { signal });
      now += seconds * 1000;
    },
  };
}

/** Keeps to the clock: late timers do not add up, and no time of the call is ahead of it. */
function followClock(clock: Clock, signal: AbortSignal): CallClock {
  let now = clock.now();
  return {
    now: () => now,
    async pass(seconds) {
      // Somebody let the caller wait: that is part of the call.
      if (clock.now() - now > keptUpMs * clock.speed) now = clock.now();
      const then = now + seconds * 1000;
      for (let leftMs = then - clock.now(); leftMs > 0; leftMs = then - clock.now())
        await sleep(Math.ceil(leftMs / clock.speed), undefined, { signal });
      signal.throwIfAborted();
      now = then;
    },
  };
}

/** Of the wall clock. */
const keptUpMs = 1000;
