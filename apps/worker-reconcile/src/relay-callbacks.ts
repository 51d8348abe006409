import type { Database } from '@trunkline/db/connection';
import { claimDueCallbacks, dueCallbackJobs, measureInbox } from '@trunkline/db/inbox';
import { callbacksQueue, type Relay } from '@trunkline/queues';
import { metrics, type Logger } from '@trunkline/service';

const CLAIM_AT_MOST = 1000;

const relayed = metrics.counter('relayed_total', 'Callbacks that the relay enqueued again');
const unfinished = metrics.gauge('inbox_unprocessed', 'Callbacks that are not applied yet');
const oldest = metrics.gauge('inbox_oldest_unprocessed_age_seconds', 'Age of the oldest of them');
const deadLetters = metrics.gauge('inbox_dead_letters', 'Callbacks that were given up and wait for a person');
const quarantined = metrics.gauge(
  'inbox_quarantined',
  'Signed requests that name no call, no known status, or another account',
);

/**
 * Enqueues again every callback that is unfinished and due. This makes the queue disposable: it heals a lost job, a lost
 * queue, and a job that was never added.
 */
export const callbackRelay = ({ pool }: Pick<Database, 'pool'>, log: Logger): Relay<{ ids: string[] }> => ({
  queue: callbacksQueue,
  everyMs: 1000,
  maxDepth: 100,
  claim: async () => dueCallbackJobs(await claimDueCallbacks(pool, CLAIM_AT_MOST)),
  onEnqueued(jobs) {
    const rows = jobs.reduce((sum, { data }) => sum + data.ids.length, 0);
    relayed.inc(rows);
    log.info({ event: 'relayed', rows }, 'unfinished callbacks enqueued again');
  },
});

/** Sets the gauges of the inbox. */
export const measureCallbacks =
  ({ pool }: Pick<Database, 'pool'>) =>
  async (): Promise<void> => {
    const measured = await measureInbox(pool);
    unfinished.set(measured.unfinished);
    oldest.set(measured.oldestSeconds);
    deadLetters.set(measured.deadLetters);
    quarantined.set(measured.quarantined);
  };
