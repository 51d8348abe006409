import { setTimeout as sleep } from 'node:timers/promises';

/** The time that calls live by. Processes that are given the same start and speed agree on it. */
export interface Clock {
  readonly speed: number;
  /** Milliseconds since 1970. */
  now(): number;
  /** What the clock showed at a moment of the wall clock. */
  at(wallMs: number): number;
}

/** A clock that runs `speed` times faster than real from `startMs` on, a moment of the recent past. */
export function startClock(startMs: number, speed: number): Clock {
  const at = (wallMs: number): number => Math.floor(startMs + (wallMs - startMs) * speed);
  return { speed, at, now: () => at(Date.now()) };
}

export const realTime: Clock = startClock(0, 1);

/** The time of one simulated call. */
export interface CallClock {
  /** Milliseconds since 1970, as the call's payloads show it. */
  now(): number;
  /** Seconds that have gone by on the line, also in the middle of a `pass`. */
  elapsed(): number;
  /** Lets simulated seconds go by on the line; rejects with the reason when the call is broken in upon, and at a stop. */
  pass(seconds: number, interrupted?: AbortSignal): Promise<void>;
  /** Lets them go by beside the call, whatever becomes of it, and tells what time it is then. Rejects at a stop. */
  wait(seconds: number): Promise<number>;
}

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

/** RFC 2822 in UTC as Twilio writes it: `Thu, 12 Feb 2026 11:48:25 +0000`, whole seconds. */
export function twilioDate(epochMs: number): string {
  return new Date(epochMs).toUTCString().replace('GMT', '+0000');
}
