import type { Interruption } from '../calls/interruption.ts';
import type { CallClock } from './call-clock.ts';
import type { Clock } from './clock.ts';
import { sleepUnless } from './sleep-unless.ts';
import { openStretch } from './stretch.ts';

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
