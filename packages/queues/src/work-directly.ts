import { forEachConcurrently, metrics, type Logger } from '@trunkline/service';
import type { NewJob, OpenQueue } from './open-queue.ts';

type Parts<D> = {
  queue: Pick<OpenQueue<D>, 'depth'>;
  /** Claims work that no other process claims until it is due again. */
  claim: () => Promise<readonly Pick<NewJob<D>, 'data'>[]>;
  handle: (data: D) => Promise<void>;
  /** Jobs that run at the same time. */
  concurrency: number;
  /** True while a person has paused the queue: nothing is done without it either. */
  isPaused: () => boolean;
  log: Pick<Logger, 'info' | 'warn'>;
};

export type DirectWork = {
  /** Asks the queue's server for a sign; without one, does what the claim returns in this process. */
  tick: () => Promise<void>;
  isQueueAvailable: () => boolean;
};

const isAway = metrics.gauge('queue_unavailable', '1 while the queue does not answer and work is done without it');
const done = metrics.counter('direct_jobs_total', 'Jobs that were done without the queue');

/** Work without the queue: with its server gone, everything is done from Postgres, and with the server back from the queue. */
export function openDirectWork<D>({ queue, claim, handle, concurrency, isPaused, log }: Parts<D>): DirectWork {
  let isAvailable = true;

  function note(answers: boolean, error?: unknown): void {
    if (answers === isAvailable) return;
    isAvailable = answers;
    isAway.set(answers ? 0 : 1);
    if (answers) log.info({ event: 'queue_available' }, 'the queue answers again; work comes from it');
    else log.warn({ err: error, event: 'queue_unavailable' }, 'the queue does not answer; work is done from Postgres');
  }

  /** A failed job is claimed again when it is due. */
  const work = ({ data }: Pick<NewJob<D>, 'data'>): Promise<{ failure?: unknown }> =>
    handle(data).then(
      () => (done.inc(), {}),
      (failure: unknown) => ({ failure }),
    );

  return {
    async tick() {
      await queue.depth().then(
        () => note(true),
        (error: unknown) => note(false, error),
      );
      if (!isAvailable && !isPaused()) await forEachConcurrently(await claim(), concurrency, work);
    },
    isQueueAvailable: () => isAvailable,
  };
}
