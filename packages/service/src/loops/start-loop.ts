import { backoffMs } from '../backoff.ts';
import type { Logger } from '../logger.ts';
import { inBackground } from './in-background.ts';
import { countLoopFailure, observeLoop, type LoopState } from './loop-health.ts';
import { openLoopReport } from './loop-report.ts';

export type Loop = AsyncDisposable & {
  /** Runs a round now or, while one runs, once more after it, so that changes during it are noticed. */
  wake(): void;
  describe(): LoopState;
};

export type LoopOptions = {
  /** Time until the first round, in ms. Default: 0. */
  firstAfterMs?: number;
  /** A round that lasts longer is stuck, in ms. Default: a minute. */
  longestMs?: number;
  /** The process is unhealthy while a round is stuck. Default: false. */
  isVital?: boolean;
  /** The least time between a round, which lasted `roundMs`, and the next one that `wake` asks for. Default: 0. */
  restMs?: (roundMs: number) => number;
};

const LONGEST_ROUND_MS = 60_000;
const STUCK_LINE_EVERY_MS = 60_000;
/** A loop that has hours between its rounds does not wait for hours after a failure. */
const RETRY = { firstMs: 1000, longestMs: 60_000 };

/**
 * Runs `tick` `everyMs` after the last round ended, one at a time; after a failure not later than its backoff. Whatever
 * `tick` throws, the loop goes on. `/health`, `/metrics` and the log name it (`loop-report.ts`).
 */
export function startLoop(
  name: string,
  everyMs: number,
  tick: () => Promise<unknown>,
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
  { firstAfterMs = 0, longestMs = LONGEST_ROUND_MS, isVital = false, restMs = () => 0 }: LoopOptions = {},
): Loop {
  const report = openLoopReport(name, log);
  let endedAt: number | undefined;
  let beganAt: number | undefined;
  let error: string | null = null;
  let isClosed = false;
  let isWoken = false;
  let restedAt = 0;
  let running: Promise<void> | undefined;
  let timer = setTimeout(start, firstAfterMs);
  const forget = observeLoop({ name, isVital, describe });

  function start(): void {
    clearTimeout(timer);
    isWoken = false;
    running = inBackground(name, log, run);
  }

  async function run(): Promise<void> {
    beganAt = Date.now();
    const began = performance.now();
    let stuck = setTimeout(reportStuck, longestMs);
    function reportStuck(): void {
      report.stuck(Math.round((performance.now() - began) / 1000));
      stuck = setTimeout(reportStuck, STUCK_LINE_EVERY_MS).unref();
    }
    stuck.unref();
    try {
      await tick();
      report.succeeded();
      error = null;
    } catch (cause) {
      error = cause instanceof Error ? `${cause.name}: ${cause.message}` : `threw ${typeof cause}`; // String(cause) may throw
      countLoopFailure(name);
      report.failed(cause);
    } finally {
      clearTimeout(stuck);
      [endedAt, beganAt] = [Date.now(), undefined]; // `running` is set later than this where `tick` throws at once
      restedAt = performance.now() + restMs(performance.now() - began);
      if (!isClosed) timer = setTimeout(start, isWoken ? untilRested() : untilNext());
    }
  }

  const untilRested = () => Math.max(0, restedAt - performance.now());
  const untilNext = () =>
    Math.max(untilRested(), error === null ? everyMs : Math.min(everyMs, backoffMs(report.failures(), RETRY)));

  function describe(): LoopState {
    const runningMs = beganAt === undefined ? undefined : Date.now() - beganAt;
    const isStuck = runningMs !== undefined && runningMs > longestMs;
    return {
      state: isStuck ? 'stuck' : error === null ? 'ok' : 'failing',
      at: endedAt === undefined ? null : new Date(endedAt).toISOString(),
      error,
      failures: report.failures(),
      running_seconds: runningMs === undefined ? null : Math.round(runningMs / 100) / 10,
    };
  }

  return {
    wake() {
      if (isClosed || isWoken) return;
      isWoken = true;
      if (beganAt !== undefined) return;
      clearTimeout(timer);
      if (untilRested() === 0) start();
      else timer = setTimeout(start, untilRested());
    },
    describe,
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearTimeout(timer);
      await running;
      forget();
    },
  };
}
