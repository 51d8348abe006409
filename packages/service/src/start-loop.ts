import type { Logger } from './logger.ts';

export type Loop = AsyncDisposable & {
  /** True while rounds go on ending, well or badly. */
  isAlive(): boolean;
  /** When the last round ended and how. */
  last(): { at: string; error: string | null };
};

const MAX_ROUND_MS = 60_000;

/** Runs `round` again and again, `everyMs` after the last one ended; a round that fails is logged once per cause. */
export function startLoop(
  name: string,
  everyMs: number,
  round: () => Promise<void>,
  log: Logger,
  firstAfterMs = 0,
): Loop {
  let endedAt = Date.now();
  let error: string | null = null;
  let isClosed = false;
  let running = Promise.resolve();
  const next = (afterMs: number): NodeJS.Timeout =>
    setTimeout(() => {
      running = run();
    }, afterMs);
  let timer = next(firstAfterMs);

  async function run(): Promise<void> {
    try {
      await round();
      if (error !== null) log.info({ loop: name }, 'works again');
      error = null;
    } catch (cause) {
      const message = String(cause);
      if (message !== error) log.warn({ err: cause, loop: name }, 'a round failed; the next one tries again');
      error = message;
    }
    endedAt = Date.now();
    if (!isClosed) timer = next(everyMs);
  }

  return {
    isAlive: () => Date.now() - endedAt < everyMs + MAX_ROUND_MS,
    last: () => ({ at: new Date(endedAt).toISOString(), error }),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
