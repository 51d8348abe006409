import type { Clock } from '../clock/clock.ts';
import { sleepUnless } from '../clock/sleep-unless.ts';

/** Calls wait here until the account may place the next one: in the order of their requests, so many per second. */
export interface CallQueue {
  turn(signal: AbortSignal): Promise<void>;
}

export function openCallQueue(clock: Clock, settings: { readonly cps: number }): CallQueue {
  let nextTurnAt = 0;
  return {
    async turn(signal) {
      const now = clock.now();
      const turnAt = Math.max(now, nextTurnAt);
      nextTurnAt = turnAt + 1000 / settings.cps;
      if (turnAt > now) await sleepUnless(signal, (turnAt - now) / clock.speed);
    },
  };
}
