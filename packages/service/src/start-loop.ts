import type { Logger } from './logger.ts';

export type Loop = AsyncDisposable & {
  /** Ticks now or, while a tick runs, once more after it, so that changes during it are noticed. */
  wake(): void;
  /** True while ticks keep ending, with or without an error. */
  isAlive(): boolean;
  /** When the last tick ended, and its error. */
  last(): { at: string; error: string | null };
};

const LONGEST_TICK_MS = 60_000;

/** Runs `tick` `everyMs` after the last one ended, one at a time. An error is logged once per cause; the next tick retries. */
export function startLoop(
  name: string,
  everyMs: number,
  tick: () => Promise<unknown>,
  log: Logger,
  firstAfterMs = 0,
): Loop {
  let endedAt = Date.now();
  let error: string | null = null;
  let isClosed = false;
  let isWoken = false;
  let running: Promise<void> | undefined;
  let timer = setTimeout(start, firstAfterMs);

  function start(): void {
    clearTimeout(timer);
    isWoken = false;
    running = run();
  }

  async function run(): Promise<void> {
    try {
      await tick();
      if (error !== null) log.info({ loop: name }, 'loop recovered');
      error = null;
    } catch (cause) {
      const message = String(cause);
      if (message !== error) log.warn({ err: cause, loop: name }, 'tick failed; the next one retries');
      error = message;
    }
    endedAt = Date.now();
    running = undefined;
    if (!isClosed) timer = setTimeout(start, isWoken ? 0 : everyMs);
  }

  return {
    wake() {
      if (isClosed) return;
      isWoken = true;
      if (!running) start();
    },
    isAlive: () => Date.now() - endedAt < everyMs + LONGEST_TICK_MS,
    last: () => ({ at: new Date(endedAt).toISOString(), error }),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
