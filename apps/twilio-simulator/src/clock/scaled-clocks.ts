import type { Interruption } from '../calls/interruption.ts';
import { type CallClock, type Clock, sleepUnless } from './clock.ts';

/** For calls of a load: starts at `startAt` and runs at `speed` times real time. Only `pass` advances it. */
export function ownSpeedClock(startAt: number, speed: number, interruption: Interruption): CallClock {
  let passedAt = startAt;
  const timer = openPassTimer(speed);
  const now = (): number => passedAt + Math.floor(timer.seconds() * 1000);
  return {
    now,
    elapsed: () => (now() - startAt) / 1000,
    async pass(seconds, interrupted = interruption.signal) {
      timer.begin(seconds);
      try {
        await sleepUnless(interrupted, (seconds * 1000) / speed);
        passedAt += seconds * 1000;
      } catch (error) {
        passedAt = now();
        throw error;
      } finally {
        timer.end();
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
 * For calls that REST places or that come in: shows the simulator's time, so that no timestamp lies in the past or the
 * future, but lets each second of the call take less of it. `speed` is relative to real time.
 */
export function compressedClock(clock: Clock, speed: number, interruption: Interruption): CallClock {
  let passed = 0;
  const timer = openPassTimer(speed);
  return {
    now: () => clock.now(),
    elapsed: () => passed + timer.seconds(),
    async pass(seconds, interrupted = interruption.signal) {
      timer.begin(seconds);
      try {
        await sleepUnless(interrupted, (seconds * 1000) / speed);
        passed += seconds;
      } catch (error) {
        passed += timer.seconds();
        throw error;
      } finally {
        timer.end();
      }
    },
    async wait(seconds) {
      await sleepUnless(interruption.stop, (seconds * 1000) / speed);
      return clock.now();
    },
  };
}

/** How many seconds of the current `pass` are over; 0 between passes. */
function openPassTimer(speed: number) {
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
