import type { Interruption } from '../calls/interruption.ts';
import type { CallClock, Clock } from './clock.ts';
import { followClock } from './follow-clock.ts';
import { ownSpeedClock } from './scaled-clocks.ts';

/**
 * When a call starts and how fast it runs. With neither it follows an accelerated clock, or starts now at 60 times real
 * time.
 */
export interface CallTiming {
  startAt?: number | undefined;
  speed?: number | undefined;
  /** The longest that a call of this scenario lasts. */
  longestSeconds: number;
}

export function startCallClock(clock: Clock, timing: CallTiming, interruption: Interruption): CallClock {
  const { startAt, speed, longestSeconds } = timing;
  if (startAt === undefined && speed === undefined && clock.speed !== 1) return followClock(clock, interruption);
  const own = speed ?? defaultCallSpeed(clock);
  return ownSpeedClock(startAt ?? clock.now() - leadMs(longestSeconds, own / clock.speed), own, interruption);
}

/** The speed of calls for which none is set, relative to real time. */
export const defaultCallSpeed = (clock: Clock): number => (clock.speed === 1 ? defaultSpeed : clock.speed);

const defaultSpeed = 60;

/**
 * How long before the clock's time a call starts, so that no timestamp lies in the future although the call runs
 * `faster` times as fast as the clock.
 */
const leadMs = (longestSeconds: number, faster: number): number => longestSeconds * 1000 * Math.max(0, 1 - 1 / faster);
