import type { Interruption } from '../calls/interruption.ts';
import type { CallClock, Clock } from './clock.ts';
import { followClock } from './follow-clock.ts';
import { ownSpeedClock } from './scaled-clocks.ts';

/** When a call happens: at a time of its own, at a speed of its own, or, with neither, as the simulator's clock runs. */
export interface CallTiming {
  startAt?: number | undefined;
  speed?: number | undefined;
  /** No call of this kind lasts longer. */
  longestSeconds: number;
}

export function startCallClock(clock: Clock, timing: CallTiming, interruption: Interruption): CallClock {
  const { startAt, speed, longestSeconds } = timing;
  if (startAt === undefined && speed === undefined && clock.speed !== 1) return followClock(clock, interruption);
  const own = speed ?? usualSpeed(clock);
  return ownSpeedClock(startAt ?? clock.now() - leadMs(longestSeconds, own / clock.speed), own, interruption);
}

/** How much faster than real a call runs that is not told otherwise. */
export const usualSpeed = (clock: Clock): number => (clock.speed === 1 ? defaultSpeed : clock.speed);

const defaultSpeed = 60;

/**
 * How far before the clock a call starts, so that none of its times lies in the future although it runs `faster` than
 * the clock.
 */
const leadMs = (longestSeconds: number, faster: number): number => longestSeconds * 1000 * Math.max(0, 1 - 1 / faster);
