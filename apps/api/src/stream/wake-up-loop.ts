import type { Logger } from '@trunkline/service';
import { setTimeout as delay } from 'node:timers/promises';

/** A wake-up can be lost with its connection, so that the loop also polls. */
const POLL_MS = 900;
/** Wake-ups within this time share a tick. After a long tick it is as long as the tick, to leave half of the time to others. */
const GATHER_MS = 20;
const MAX_GATHER_MS = 250;

export type WakeUpLoop = AsyncDisposable & { wake: () => void };

/** Runs `tick` at once, when woken, and every second; one at a time. A failure is logged once per cause. */
export function startWakeUpLoop(tick: () => Promise<void>, log: Logger): WakeUpLoop {
  const closing = new AbortController();
  let error: string | null = null;
  let woken = Promise.withResolvers<void>();
  const running = run();

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      woken = Promise.withResolvers();
      const wake = woken.resolve;
      const began = performance.now();
      await tryTick();
      await delay(Math.min(Math.max(GATHER_MS, performance.now() - began), MAX_GATHER_MS));
      const poll = setTimeout(wake, POLL_MS);
      await woken.promise;
      clearTimeout(poll);
    }
  }

  async function tryTick(): Promise<void> {
    try {
      await tick();
      if (error !== null) log.info({ loop: 'event stream' }, 'The event stream works again');
      error = null;
    } catch (cause) {
      if (String(cause) !== error)
        log.warn({ err: cause, loop: 'event stream' }, 'The event stream could not be read; it retries every second');
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
