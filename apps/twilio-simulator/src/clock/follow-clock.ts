import type { Interruption } from '../calls/interruption.ts';
import { type CallClock, type Clock, sleepUnless } from './clock.ts';

/** Follows the simulator's clock: late timers do not add up, and the call is never ahead of the clock. */
export function followClock(clock: Clock, interruption: Interruption): CallClock {
  const startAt = clock.now();
  let passedAt = startAt;
  /** When the current `pass` ends. */
  let until = startAt;
  const now = (): number => Math.max(passedAt, Math.min(until, clock.now()));
  // A wait of more than a second, such as for a slow answer, counts as time of the call.
  const caughtUp = (): number => (clock.now() - passedAt > maxLagMs * clock.speed ? clock.now() : passedAt);
  const sleepUntil = async (then: number, signal: AbortSignal): Promise<void> => {
    for (let leftMs = then - clock.now(); leftMs > 0; leftMs = then - clock.now())
      await sleepUnless(signal, Math.ceil(leftMs / clock.speed));
    signal.throwIfAborted();
  };
  return {
    now,
    elapsed: () => (now() - startAt) / 1000,
    async pass(seconds, interrupted = interruption.signal) {
      passedAt = caughtUp();
      until = passedAt + seconds * 1000;
      try {
        await sleepUntil(until, interrupted);
        passedAt = until;
      } catch (error) {
        passedAt = until = now();
        throw error;
      }
    },
    async wait(seconds) {
      const then = Math.max(now(), caughtUp()) + seconds * 1000;
      await sleepUntil(then, interruption.stop);
      return then;
    },
  };
}

/** Milliseconds of the wall clock. */
const maxLagMs = 1000;
