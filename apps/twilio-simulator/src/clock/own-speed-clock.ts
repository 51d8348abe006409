import type { Interruption } from '../calls/interruption.ts';
import type { CallClock } from './call-clock.ts';
import { sleepUnless } from './sleep-unless.ts';
import { openStretch } from './stretch.ts';

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
