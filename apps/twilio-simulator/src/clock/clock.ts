import { setTimeout as sleep } from 'node:timers/promises';

/** The simulator's time. Processes with the same start and speed agree on it. */
export interface Clock {
  readonly speed: number;
  /** Milliseconds since 1970. */
  now(): number;
  /** The clock's time at a time of the wall clock. */
  at(wallMs: number): number;
}

/** A clock that runs `speed` times as fast as real time since `startMs`, a time in the recent past. */
export function startClock(startMs: number, speed: number): Clock {
  const at = (wallMs: number): number => Math.floor(startMs + (wallMs - startMs) * speed);
  return { speed, at, now: () => at(Date.now()) };
}

export const realTime: Clock = startClock(0, 1);

/** The time of one simulated call. */
export interface CallClock {
  /** Milliseconds since 1970, as in the call's payloads. */
  now(): number;
  /** Seconds of the call so far, also during a `pass`. */
  elapsed(): number;
  /** Lets seconds of the call pass. Rejects with the reason when the call is interrupted or stopped. */
  pass(seconds: number, interrupted?: AbortSignal): Promise<void>;
  /** Waits in the background, even after the call has ended, and returns the time then. Rejects only on a stop. */
  wait(seconds: number): Promise<number>;
}

/** Waits for milliseconds of the wall clock. Rejects with the signal's reason when it is aborted. */
export async function sleepUnless(signal: AbortSignal, ms: number): Promise<void> {
  try {
    await sleep(Math.min(ms, longestMs), undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Node fires longer timers at once. */
const longestMs = 2 ** 31 - 1;

/** RFC 2822 in UTC and whole seconds, as Twilio writes it: `Thu, 12 Feb 2026 11:48:25 +0000`. */
export function twilioDate(epochMs: number): string {
  return new Date(epochMs).toUTCString().replace('GMT', '+0000');
}
