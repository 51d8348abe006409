import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** The time of calls. Real, unless a demonstration or a test makes it run faster. */
export type Clock = {
  now(): Date;
  /** The real duration of this many milliseconds of calls. */
  realMs(ms: number): number;
  /** Waits this many milliseconds of calls; rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

/** Processes with the same two values agree on the time. Not for production. */
export const clockEnv = {
  CLOCK_START: z.iso.datetime().optional().describe('tests only: the instant from which the clock runs faster'),
  CLOCK_SPEED: z.coerce.number().min(1).max(100_000).default(1).describe('tests only: how much faster it runs'),
};

/** A clock that runs `CLOCK_SPEED` times faster than real from `CLOCK_START` on. */
export function openClock({
  CLOCK_START,
  CLOCK_SPEED,
}: {
  CLOCK_START?: string | undefined;
  CLOCK_SPEED: number;
}): Clock {
  const start = CLOCK_START === undefined ? undefined : Date.parse(CLOCK_START);
  const speed = start === undefined ? 1 : CLOCK_SPEED;
  const realMs = (ms: number) => ms / speed;
  return {
    now: () => (start === undefined ? new Date() : new Date(start + (Date.now() - start) * speed)),
    realMs,
    sleep: (ms, signal) => delay(realMs(ms), undefined, signal && { signal }),
  };
}
