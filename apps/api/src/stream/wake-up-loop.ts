import type { Logger } from '@trunkline/service';
import { setTimeout as delay } from 'node:timers/promises';

/** A wake-up can be lost with its connection. */
const POLL_MS = 900;
/** What comes meanwhile is one round; after a long one it is as long, so that half of the time is left to others. */
const GATHER_MS = 20;
const GATHER_AT_MOST_MS = 250;

export type WakeUpLoop = AsyncDisposable & { wake: () => void };

/** Runs `round` at once, whenever it is woken, and every second; one at a time. A failure is logged once per cause. */
export function startWakeUpLoop(round: () => Promise<void>, log: Logger): WakeUpLoop {
  const closing = new AbortController();
  let error: string | null = null;
  let woken = Promise.withResolvers<void>();
  const running = run();

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      woken = Promise.withResolvers();
      const wake = woken.resolve;
      const began = performance.now();
      await tryRound();
      await delay(Math.min(Math.max(GATHER_MS, performance.now() - began), GATHER_AT_MOST_MS));
      const poll = setTimeout(wake, POLL_MS);
      await woken.promise;
      clearTimeout(poll);
    }
  }

  async function tryRound(): Promise<void> {
    try {
      await round();
      if (error !== null) log.info({ loop: 'event stream' }, 'works again');
      error = null;
    } catch (cause) {
      if (String(cause) !== error)
        log.warn({ err: cause, loop: 'event stream' }, 'a round failed; the next one tries again');
      error = String(cause);
    }
  }

  return {
    wake: () => woken.resolve(),
    async [Symbol.asyncDispose]() {
      closing.abort();
      woken.resolve();
      await running;
    },
  };
}
