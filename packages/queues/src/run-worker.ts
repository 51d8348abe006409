import {
  inBackground,
  listenEnv,
  openOperationsServer,
  openWarnings,
  runService,
  startHeartbeat,
  startLoop,
  type DependencyReports,
  type EnvShape,
  type Figures,
  type HealthReport,
  type Heartbeat,
  type Logger,
  type Loop,
  type LoopOptions,
  type ServiceContext,
  type Warn,
} from '@trunkline/service';
import { z } from 'zod';
import { openQueue, type NewJob, type OpenQueue } from './open-queue.ts';
import { chooseQueueBackend } from './queue-backend.ts';
import type { QueueContract } from './queue-contract.ts';
import { notingOutages, openPostgresOutage, type OutageOf } from './postgres-outage.ts';
import { openDirectWork, type DirectWork } from './work-directly.ts';
import { startWorker, type RunningWorker } from './start-worker.ts';

/** Variables that every worker reads; `port` is the default of `PORT`. */
export const workerEnv = (port: number) => ({
  ...listenEnv(port),
  DATABASE_URL: z.url().describe('the PostgreSQL, such as postgresql://user:password@host:5432/trunkline'),
  REDIS_URL: z.url().optional().describe('Redis for the queues; without it they live in Postgres'),
});
type WorkerConfig = z.output<z.ZodObject<ReturnType<typeof workerEnv>>>;

export type WorkerParts<S extends EnvShape = EnvShape> = ServiceContext<S> & {
  /** Opens the sending side of a queue; it is closed with the process. */
  openQueue: <D>(contract: QueueContract<D>) => OpenQueue<D>;
  /** Runs the loop of this name (`relay` included) now instead of at its next tick. */
  wake: (loop: string) => void;
};

/** A worker as data. Without `consume` the process gets no jobs, as where a credential is not set. */
type WorkerPlan<D, R> = {
  consume?: Consumer<D>;
  relay?: Relay<R>;
  loops?: Readonly<Record<string, LoopPlan>>;
  /** Sets this worker's gauges; every 10 s. */
  measure?: () => Promise<unknown>;
  /** Added to `/health`, with what this worker knows of the components that it needs. */
  health?: () => { dependencies?: DependencyReports; [name: string]: unknown };
  /** Where the worker writes that it lives; every app has one. */
  heartbeat?: WorkersHeartbeat;
  /** Added to the figures of the heartbeat. */
  figures?: () => Figures;
  /** Describes errors that Postgres is the cause of; undefined for all others. What failed by one waits and comes again. */
  outageOf?: OutageOf;
};

/** Saving a heartbeat answers which queues are paused: they are held back here, also after the queue's server forgot the pause. */
type WorkersHeartbeat = {
  save: (heartbeat: Heartbeat) => Promise<ReadonlySet<string>>;
  end: (id: string) => Promise<unknown>;
};

type Consumer<D> = {
  queue: QueueContract<D>;
  /** Jobs that run at the same time in one process. */
  concurrency: number;
  handle: (data: D) => Promise<void>;
  /** Claims work that is done in this process while the queue does not answer; asked four times a second. */
  claimDirectly?: () => Promise<readonly Pick<NewJob<D>, 'data'>[]>;
  /** Called when BullMQ gave a job up, which is logged already. */
  onGivenUp?: (data: D, error: Error) => Promise<void>;
  /** False where jobs may wait longer than a canary can, for a server of others: then silence proves nothing. */
  isWatched?: boolean;
};

/** Enqueues what is due in Postgres: work whose job was lost, or was never added. */
export type Relay<D> = {
  queue: QueueContract<D>;
  everyMs: number;
  /** With more jobs than this waiting the workers are busy: what is due is in the queue already, only late. */
  maxDepth: number;
  claim: () => Promise<NewJob<D>[]>;
  onEnqueued?: (jobs: readonly NewJob<D>[]) => void;
};

/** `longestMs` is set where rounds may take over a minute. */
export type LoopPlan = Pick<LoopOptions, 'isVital' | 'longestMs' | 'firstAfterMs'> & {
  everyMs: number;
  tick: () => Promise<unknown>;
  /** False for ticks that do not use Postgres: their failures are none of its. */
  needsPostgres?: false;
};

const MEASURE_EVERY_MS = 10_000;
const DIRECT_EVERY_MS = 250;
const WARN_EVERY_MS = 10_000;
/** By then the queue is reached, if it can be. */
const FIRST_DIRECT_MS = 3000;
const JOBS = 'jobs';
const QUEUE_IS_AWAY = 'unavailable: work is done directly from Postgres, somewhat later';
const UNHEALTHY_AFTER_MS = 20_000;
const EXIT_AFTER_MS = 90_000;

/**
 * Runs a worker process by its plan: the consumer of a queue, a relay, loops, gauges, health and metrics over HTTP, and
 * a clean end on SIGTERM. `/health` shows each loop; it is 503 when no job was finished for 20 s although the queue answers,
 * canaries included, or a round of a vital loop or the relay has lasted for a minute.
 */
export function runWorker<S extends EnvShape, D, R>(
  name: string,
  env: S,
  plan: (parts: WorkerParts<S>) => WorkerPlan<D, R> | Promise<WorkerPlan<D, R>>,
): Promise<void> {
  return runService(name, env, async (context) => {
    const { log, opened } = context;
    const config = context.config as WorkerConfig;
    const backend = chooseQueueBackend(config);
    const warn = opened.use(openWarnings(log, WARN_EVERY_MS));
    const loops = new Map<string, Loop>();
    const queues = new Map<string, OpenQueue<never>>();
    const open = <T>(contract: QueueContract<T>): OpenQueue<T> => {
      const queue = queues.get(contract.name) ?? opened.use(openQueue(contract, backend));
      queues.set(contract.name, queue);
      return queue;
    };
    const start = (loop: string, { everyMs, tick, needsPostgres, ...options }: LoopPlan) => {
      const noted = needsPostgres === false ? tick : noting(loop, tick);
      loops.set(loop, opened.use(startLoop(loop, everyMs, noted, log, options)));
    };

    const wake = (loop: string) => loops.get(loop)?.wake();
    const {
      consume: given,
      relay,
      measure,
      heartbeat: heartbeatTo,
      ...planned
    } = await plan({ ...context, openQueue: open, wake });
    const outageOf = planned.outageOf ?? (() => undefined);
    const outage = opened.use(openPostgresOutage(log, outageOf));
    const noting = notingOutages(outage, outageOf);
    const consume = given && { ...given, handle: noting(JOBS, given.handle) };
    const worker =
      consume && opened.use(startWorker(consume.queue, backend, consume.handle, eventsOf(consume, log, warn)));
    let paused: ReadonlySet<string> = new Set();
    if (relay) {
      const tick = relayTick({ ...relay, isPaused: () => paused.has(relay.queue.name) }, open(relay.queue));
      const firstAfterMs = relay.everyMs; // once the queue is reached
      start('relay', { everyMs: relay.everyMs, tick, isVital: true, firstAfterMs });
    }
    const claim = consume?.claimDirectly;
    const direct =
      claim &&
      openDirectWork({
        ...consume,
        queue: open(consume.queue),
        claim,
        isPaused: () => paused.has(consume.queue.name),
        log,
      });
    if (direct)
      start('direct', { everyMs: DIRECT_EVERY_MS, tick: direct.tick, isVital: true, firstAfterMs: FIRST_DIRECT_MS });
    for (const [loop, each] of Object.entries(planned.loops ?? {})) start(loop, each);
    if (measure) start('measure', { everyMs: MEASURE_EVERY_MS, tick: measure });
    const health = watch(consume?.isWatched === false ? undefined : worker, log);
    const report = () => {
      const { healthy, ...canary } = health();
      const queue = direct && { queue: direct.isQueueAvailable() ? 'up' : QUEUE_IS_AWAY };
      const postgres = planned.outageOf && { postgres_outage: outage.current() ?? null };
      return { healthy, service: name, ...postgres, ...queue, ...canary, ...planned.health?.() };
    };
    opened.use(await openOperationsServer(report, config));
    if (!heartbeatTo) return;
    const describe = () => {
      const { dependencies, ...others } = report();
      return { ...others, dependencies: { ...seenQueue(worker, direct), ...dependencies } };
    };
    const save = async (heartbeat: Heartbeat): Promise<void> => {
      paused = await heartbeatTo.save(heartbeat);
      if (worker && consume) inBackground('hold', log, () => worker.hold(paused.has(consume.queue.name)));
    };
    const figures = figuresOf(worker, planned.figures);
    opened.use(startHeartbeat({ app: name, describe, figures, save, end: heartbeatTo.end, log }));
  });
}

/** What a consumer knows of its queue's server. */
function seenQueue(worker: RunningWorker | undefined, direct: DirectWork | undefined): DependencyReports {
  if (!worker) return {};
  const isUnavailable = direct ? !direct.isQueueAvailable() : worker.isUnavailable();
  const at = new Date(Date.now() - worker.silentMs()).toISOString();
  return { queue: { state: isUnavailable ? 'unavailable' : 'up', at, latency_ms: null } };
}

/** Of the time since the last heartbeat. */
function figuresOf(worker: RunningWorker | undefined, others: () => Figures = () => ({})): () => Figures {
  if (!worker) return others;
  return () => {
    const { done, failed, longestWaitMs } = worker.work();
    return { jobs_done: done, jobs_failed: failed, longest_wait_ms: longestWaitMs, ...others() };
  };
}

/** One tick of a relay. The depth is asked first: with the queue unavailable nothing is claimed, nor while it is paused. */
export const relayTick =
  <D>(
    { maxDepth, claim, onEnqueued, isPaused }: Omit<Relay<D>, 'queue' | 'everyMs'> & { isPaused?: () => boolean },
    queue: Pick<OpenQueue<D>, 'add' | 'depth'>,
  ) =>
  async (): Promise<void> => {
    if (isPaused?.()) return; // its rows wait in Postgres, and use up no generation
    if ((await queue.depth()) > maxDepth) return;
    const jobs = await claim();
    if (jobs.length === 0) return;
    await queue.add(jobs);
    onEnqueued?.(jobs);
  };

const eventsOf = <D>({ concurrency, onGivenUp }: Consumer<D>, log: Logger, warn: Warn) => ({
  concurrency,
  log,
  onError: (error: Error) => warn(`queue: ${error.message}`, { err: error }, 'queue unavailable'),
  async onGivenUp(data: D, error: Error) {
    log.warn({ err: error, ...fieldsOf(data) }, 'job given up; unfinished work is enqueued again when it is due');
    await onGivenUp?.(data, error);
  },
});

/** A job's ids as the fields of a log line: `callSid` becomes `call_sid`. */
const fieldsOf = (data: unknown): object =>
  Object.fromEntries(
    Object.entries(data as object).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

/**
 * Health of a worker by its canary. A process that no job reaches for 90 s, although the queue is available, exits with 1,
 * so that its supervisor starts a fresh one.
 */
function watch(worker: RunningWorker | undefined, log: Logger): () => HealthReport {
  if (!worker) return () => ({ healthy: true });
  // oxlint-disable-next-line no-restricted-globals -- ends the process when its loops cannot
  setInterval(() => {
    if (worker.stuckMs() < EXIT_AFTER_MS) return;
    log.error({ stuck_ms: worker.stuckMs() }, 'no job reaches this worker any more; exiting');
    process.exit(1);
  }, 5000).unref();
  return () => ({ healthy: worker.stuckMs() < UNHEALTHY_AFTER_MS, canary_age_ms: worker.silentMs() });
}
