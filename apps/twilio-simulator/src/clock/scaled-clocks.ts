import type { Interruption } from '../calls/interruption.ts';
import { type CallClock, type Clock, sleepUnless } from './clock.ts';

/** Runs from a time of its own, `speed` times faster than real; what nobody lets pass takes no time. */
export function ownSpeedClock(startAt: number, speed: number, interruption: Interruption): CallClock {
  let passedAt = startAt;
  const stretch = openStretch(speed);
  const now = (): number => passedAt + Math.floor(stretch.seconds() * 1000);
  return {
    now,
    elapsed: () => (now() - startAt) / 1000,
    async pass(seconds, interrupted = interruption.signal) {
      stretch.begin(seconds);
      try {
        await sleepUnless(interrupted, (seconds * 1000) / speed);
        passedAt += seconds * 1000;
      } catch (error) {
        passedAt = now();
        throw error;
      } finally {
        stretch.end();
      }
    },
    async wait(seconds) {
      const then = now() + seconds * 1000;
      await sleepUnless(interruption.stop, (seconds * 1000) / speed);
      return then;
    },
  };
}

/**
 * For calls that somebody waits for: it tells the clock's time, so none of theirs lies in the past or the future, but
 * lets what they say take less of it. `speed` is against real time.
 */
export function hurryClock(clock: Clock, speed: number, interruption: Interruption): CallClock {
  let passed = 0;
  const stretch = openStretch(speed);
  return {
    now: () => clock.now(),
    elapsed: () => passed + stretch.seconds(),
    async pass(seconds, interrupted = interruption.signal) {
      stretch.begin(seconds);
      try {
        await sleepUnless(interrupted, (seconds * 1000) / speed);
        passed += seconds;
      } catch (error) {
        passed += stretch.seconds();
        throw error;
      } finally {
        stretch.end();
      }
    },
    async wait(seconds) {
      await sleepUnless(interruption.stop, (seconds * 1000) / speed);
      return clock.now();
    },
  };
}

/** How far a stretch of simulated seconds has come that is just going by; 0 if none is. */
function openStretch(speed: number) {
  let began = 0;
  let length = 0;
  return {
    begin(seconds: number): void {
      began = performance.now();
      length = seconds;
    },
    seconds: (): number => Math.min(length, ((performance.now() - began) / 1000) * speed),
    end(): void {
      length = 0;
    },
  };
}
