import { inBackground, startLoop, type Logger } from '@trunkline/service';
import { UnrecoverableError, type Job, type Worker } from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueueBackend } from './queue-backend.ts';
import type { QueueContract } from './queue-contract.ts';
import { openQueue } from './open-queue.ts';

export type RunningWorker = AsyncDisposable & {
  /** Milliseconds since this process last finished a job, canaries included. */
  silentMs(): number;
  /** The same, counted only while the queue is available and not paused: a long time means that this worker is stuck. */
  stuckMs(): number;
  /** True where the last canary could not be sent. */
  isUnavailable(): boolean;
  /** Takes no jobs after those that run, even if the queue's server forgot the pause; or takes them again. Resolves once it is so. */
  hold(isHeld: boolean): Promise<void>;
  /** Since the last call: jobs that ended, and the longest wait of one that began, in ms; canaries are none. */
  work(): { done: number; failed: number; longestWaitMs: number };
};

type WorkerEvents<D> = {
  concurrency: number;
  onError: (error: Error) => void;
  /** BullMQ gave a job up: its attempts ran out, or its worker died twice. */
  onGivenUp: (data: D, error: Error) => Promise<void>;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

const CANARY = 'canary';
const CANARY_EVERY_MS = 5000;
const CLOSE_WITHIN_MS = 10_000;
const RESTART_AFTER_MS = 1000;

/**
 * Consumes a queue. A canary job every 5 s proves that jobs reach this process: a blocked connection can leave a worker
 * that reports to be running and gets no jobs. A paused queue gets no canaries: they would pile up, and prove nothing.
 */
export function startWorker<D>(
  contract: QueueContract<D>,
  backend: QueueBackend,
  handle: (data: D) => Promise<void>,
  { concurrency, onError, onGivenUp, log }: WorkerEvents<D>,
): RunningWorker {
  let lastFinished = Date.now();
  let lastExcused = 0; // when no canary could come: the queue was unavailable or paused
  let isHeld = false;
  let work = { done: 0, failed: 0, longestWaitMs: 0 };
  const process = async (job: Job): Promise<void> => {
    if (job.name !== CANARY) {
      work.longestWaitMs = Math.max(work.longestWaitMs, Date.now() - job.timestamp - job.delay);
      await handle(readData(contract, job));
      work.done += 1;
    }
    lastFinished = Date.now();
  };
  const keeper = keepWorking(() => {
    const worker = backend.createWorker(contract.name, process, {
      concurrency,
      autorun: false,
      lockDuration: 30_000,
      stalledInterval: 5000,
      maxStalledCount: 1,
    });
    worker.on('error', onError);
    worker.on('failed', (job, error) => {
      if (job?.name !== CANARY) work.failed += 1;
      if (!job || job.name === CANARY || !isGivenUp(job)) return;
      inBackground('job given up', log, () => onGivenUp(job.data as D, error));
    });
    return worker;
  }, onError);
  const queue = openQueue(contract, backend);
  const sendCanary = async (): Promise<void> => {
    try {
      if (isHeld || (await queue.isPaused())) lastExcused = Date.now();
      else await queue.addBare(CANARY);
    } catch (error) {
      lastExcused = Date.now();
      throw error;
    }
  };
  const canary = startLoop(CANARY, CANARY_EVERY_MS, sendCanary, log, { firstAfterMs: CANARY_EVERY_MS });
  return {
    silentMs: () => Date.now() - lastFinished,
    stuckMs: () => Date.now() - Math.max(lastFinished, lastExcused),
    isUnavailable: () => canary.describe().state !== 'ok',
    hold(held) {
      if (isHeld && !held) lastExcused = Date.now();
      isHeld = held;
      return keeper.hold(held);
    },
    work() {
      const taken = work;
      work = { done: 0, failed: 0, longestWaitMs: 0 };
      return taken;
    },
    async [Symbol.asyncDispose]() {
      await canary[Symbol.asyncDispose]();
      await Promise.race([keeper.stop(), delay(CLOSE_WITHIN_MS, undefined, { ref: false })]);
      await queue[Symbol.asyncDispose]();
    },
  };
}

type Keeper = { hold(isHeld: boolean): Promise<void>; stop(): Promise<void> };

/** A BullMQ worker stops for ever when its server is unavailable at the start: then a new one replaces it. */
function keepWorking(create: () => Worker, onError: (error: Error) => void): Keeper {
  const stopping = new AbortController();
  let worker: Worker | undefined;
  let held: PromiseWithResolvers<void> | undefined;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await held?.promise;
      if (stopping.signal.aborted) return;
      try {
        worker = create();
        // Not `run()` alone: on Postgres that never settles while the server is unavailable.
        await consume(worker);
      } catch (error) {
        onError(error as Error);
      }
      if (stopping.signal.aborted) return;
      worker?.close(true).catch(ignore); // never settles while the server is unavailable
      if (!held) await delay(RESTART_AFTER_MS, undefined, { ref: false });
    }
  };
  run().catch(onError);
  return {
    async hold(isHeld) {
      if (isHeld === (held !== undefined)) return;
      held?.resolve();
      held = isHeld ? Promise.withResolvers<void>() : undefined;
      if (isHeld) await worker?.close().catch(onError); // ends its run after the jobs that it has begun
    },
    async stop() {
      stopping.abort();
      held?.resolve();
      await worker?.close();
    },
  };
}

/** What fails later was reported by the use that failed. */
const ignore = () => {};

async function consume(worker: Worker): Promise<void> {
  await worker.waitUntilReady();
  await worker.run();
}

/** A job that does not fit its contract is not retried. */
function readData<D>(contract: QueueContract<D>, job: Job): D {
  const parsed = contract.data.safeParse(job.data);
  if (parsed.success) return parsed.data;
  throw new UnrecoverableError(`Job ${job.id} does not fit the contract of ${contract.name}: ${parsed.error.message}`);
}

const isGivenUp = (job: Job): boolean =>
  job.finishedOn !== undefined ||
  job.attemptsMade >= (job.opts.attempts ?? 1) ||
  (job.failedReason ?? '').includes('stalled');
