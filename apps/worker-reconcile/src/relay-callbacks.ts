import type { Database } from '@trunkline/db/connection';
import { claimDueCallbacks, type DueCallback } from '@trunkline/db/inbox';
import type { NewJob, OpenQueue } from '@trunkline/queues';
import { metrics, type Logger } from '@trunkline/service';

/** Above this many waiting jobs the workers are busy: what is due is already in the queue, only late. */
const DEEP_QUEUE = 100;
const CLAIM_AT_MOST = 1000;
const IDS_PER_JOB = 50;

const relayed = metrics.counter('relayed_total', 'Callbacks that the relay enqueued again');

type Parts = { db: Database; queue: Pick<OpenQueue<{ ids: string[] }>, 'add' | 'depth'>; log: Logger };

/**
 * One round of the relay: whatever is unfinished and due is enqueued again. This is what makes the queue disposable: a
 * lost job, a lost queue, and a job that was never added all end here.
 */
export function relayCallbacks({ db, queue, log }: Parts): () => Promise<void> {
  return async () => {
    if ((await queue.depth()) > DEEP_QUEUE) return; // asked first: with the queue away no generation is spent
    const due = await claimDueCallbacks(db.pool, CLAIM_AT_MOST);
    if (due.length === 0) return;
    await queue.add(toJobs(due));
    relayed.inc(due.length);
    log.info({ event: 'relayed', rows: due.length }, 'enqueued again what was not finished');
  };
}

/** A row that failed before goes alone, so that it can take nobody with it. Job ids are new with every generation. */
export function toJobs(due: readonly DueCallback[]): NewJob<{ ids: string[] }>[] {
  const clean = due.filter((row) => row.retryCount === 0);
  const groups = Array.from({ length: Math.ceil(clean.length / IDS_PER_JOB) }, (_, n) =>
    clean.slice(n * IDS_PER_JOB, (n + 1) * IDS_PER_JOB),
  );
  const alone = due.filter((row) => row.retryCount > 0).map((row) => [row]);
  return [...groups, ...alone].map((rows) => ({
    jobId: `in-${rows[0]!.id}-${rows[0]!.generation}`,
    data: { ids: rows.map((row) => row.id) },
  }));
}
