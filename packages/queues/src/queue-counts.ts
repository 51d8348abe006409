import type { JobType, Queue } from 'bullmq';

/** How many jobs a queue has, by what they wait for. Jobs of a paused queue are waiting as well. */
export type QueueCounts = {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  isPaused: boolean;
  /** When the job that waits longest was added. */
  oldestWaitingAt: Date | null;
};

/** Three commands of Redis at once, or three statements over the indexes of Postgres. */
export async function readQueueCounts(queue: Queue): Promise<QueueCounts> {
  const [counts, isPaused, [oldest]] = await Promise.all([
    queue.getJobCounts(...WAITING, 'active', 'delayed', 'failed'),
    queue.isPaused(),
    queue.getJobs(['waiting'], 0, 0, true),
  ]);
  const of = (state: string): number => counts[state] ?? 0;
  return {
    waiting: WAITING.reduce((sum, state) => sum + of(state), 0),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
    isPaused,
    oldestWaitingAt: oldest ? new Date(oldest.timestamp) : null,
  };
}

/** On Postgres the waiting jobs of a paused queue are counted as paused; on Redis nothing is. */
const WAITING = ['waiting', 'paused', 'prioritized'] as unknown as readonly JobType[];

/**
 * The jobs that wait for a worker, also of a paused queue. One that waits for its time is not counted: that time is by the
 * clock of the process in which the job failed, and relays that counted it would wait as far as this clock was ahead.
 */
export const countDepth = (queue: Queue): Promise<number> => queue.getJobCountByTypes(...WAITING);
