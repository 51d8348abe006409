import type { Queue } from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueueBackend } from './queue-backend.ts';
import type { QueueContract } from './queue-contract.ts';
import { countDepth } from './queue-counts.ts';

/** The queue's server is unavailable or too slow. The rows stay in Postgres; the relay enqueues them later. */
export class QueueUnavailableError extends Error {
  override readonly name = 'QueueUnavailableError';
}

export type NewJob<D> = {
  /** Left out where copies of the job may run, or collapse by their key. */
  jobId?: string;
  data: D;
  /** Earliest start, in ms from now. */
  delayMs?: number;
  /** While a job with this key waits or runs, others are dropped. */
  collapseKey?: string;
};

/** A job that repeats every `everyMs`. */
export type Schedule<D> = { id: string; data: D; everyMs: number };

export type OpenQueue<D> = AsyncDisposable & {
  /** Resolves once the server was reached for the first time. */
  reached(): Promise<void>;
  /** Adds jobs; rejects within about 1.5 s with `QueueUnavailableError`. A job id that is still known is ignored. */
  add(jobs: readonly NewJob<D>[]): Promise<void>;
  /** Creates the schedules that are missing, also after the queue was wiped. Rejects like `add`. */
  keepSchedules(schedules: readonly Schedule<D>[]): Promise<void>;
  /** Adds a job without data that is not kept when it ends. Rejects like `add`. */
  addBare(name: string): Promise<void>;
  /**
   * The number of jobs that wait for a worker, without delayed ones. Rejects like `add`, also where jobs could be read but
   * not added.
   */
  depth(): Promise<number>;
  /** True while all its workers are held back. Rejects like `add`. */
  isPaused(): Promise<boolean>;
};

const GIVE_UP_AFTER_MS = 1500;
const REOPEN_AFTER_MS = 1000;
const OVERDUE_MS = 30_000;

/** Opens the sending side of a queue. Never blocks a start: an unavailable server is retried every second. */
export function openQueue<D>(contract: QueueContract<D>, backend: QueueBackend): OpenQueue<D> {
  let opening: Queue | undefined;
  let ready: Queue | undefined;
  const closing = new AbortController();
  const reach = async (): Promise<void> => {
    while (!closing.signal.aborted && !ready) {
      try {
        opening = backend.createQueue(contract.name);
        opening.on('error', ignore); // each use reports it
        await opening.waitUntilReady();
        ready = opening;
      } catch {
        opening?.close().catch(ignore);
        await delay(REOPEN_AFTER_MS, undefined, { ref: false });
      }
    }
  };
  const reached = reach().catch(ignore); // it handles each error itself
  const bounded = <T>(work: (queue: Queue) => Promise<T>): Promise<T> => {
    // Before the first connection BullMQ would hold a command without limit.
    if (!ready) return Promise.reject(new QueueUnavailableError(`The queue ${contract.name} is not connected yet`));
    return giveUpAfter(GIVE_UP_AFTER_MS, work(ready), contract.name);
  };
  return {
    reached: () => reached,
    add: (jobs) =>
      bounded(async (queue) => {
        const [first, ...others] = jobs.map((job) => toBullJob(contract, job));
        if (!first) return;
        if (others.length > 0) await queue.addBulk([first, ...others]);
        else await queue.add(first.name, first.data, first.opts); // a pipeline for one costs half as much again
      }),
    keepSchedules: (schedules) =>
      bounded(async (queue) => {
        for (const schedule of schedules) await keepSchedule(contract, queue, schedule);
      }),
    addBare: (name) => bounded(async (queue) => void (await queue.add(name, {}, TRACELESS))),
    depth: () =>
      bounded(async (queue) => {
        await backend.checkWrites(queue);
        return countDepth(queue);
      }),
    isPaused: () => bounded((queue) => queue.isPaused()),
    async [Symbol.asyncDispose]() {
      closing.abort();
      if (!opening) return;
      await giveUpAfter(GIVE_UP_AFTER_MS, opening.close(), contract.name).catch(ignore);
      if (ready) await backend.disconnect(ready);
    },
  };
}

/** What fails is reported by the use that failed, and a queue that was never reached has nothing to close. */
const ignore = () => {};

const TRACELESS = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

const toBullJob = <D>(contract: QueueContract<D>, { jobId, data, delayMs, collapseKey }: NewJob<D>) => ({
  name: contract.name,
  data,
  opts: {
    ...jobOptions(contract),
    ...(jobId !== undefined && { jobId }),
    ...(delayMs !== undefined && { delay: Math.ceil(delayMs) }),
    ...(collapseKey !== undefined && { deduplication: { id: collapseKey } }),
  },
});

const jobOptions = <D>(contract: QueueContract<D>) => ({
  attempts: contract.attempts,
  backoff: { type: 'exponential', delay: contract.retryDelayMs, jitter: 0.5 },
  removeOnComplete: contract.keepCompleted,
  removeOnFail: contract.keepFailed,
});

/**
 * Leaves a correct schedule unchanged: setting it again would restart its interval. One that is further ahead than its
 * interval was set by a clock that was wrong, and would not run until then.
 */
async function keepSchedule<D>(contract: QueueContract<D>, queue: Queue, schedule: Schedule<D>): Promise<void> {
  const every = Math.ceil(schedule.everyMs);
  const known = await queue.getJobScheduler(schedule.id);
  const inMs = (known?.next ?? 0) - Date.now();
  const isAhead = inMs > every + OVERDUE_MS;
  if (Number(known?.every) === every && inMs > -OVERDUE_MS && !isAhead) return;
  if (isAhead) await queue.removeJobScheduler(schedule.id);
  const template = { name: contract.name, data: schedule.data, opts: jobOptions(contract) };
  await queue.upsertJobScheduler(schedule.id, { every }, template);
}

async function giveUpAfter<T>(ms: number, work: Promise<T>, name: string): Promise<T> {
  const timer = Promise.withResolvers<never>();
  const handle = setTimeout(
    () => timer.reject(new QueueUnavailableError(`The queue ${name} did not answer in ${ms} ms`)),
    ms,
  );
  try {
    return await Promise.race([work, timer.promise]);
  } catch (cause) {
    throw cause instanceof QueueUnavailableError
      ? cause
      : new QueueUnavailableError(`The queue ${name} is unavailable`, { cause });
  } finally {
    clearTimeout(handle);
  }
}
