import type { Database } from '@trunkline/db/connection';
import { claimDueIntents } from '@trunkline/db/dialing';
import type { OpenQueue } from '@trunkline/queues';

type Parts = { db: Database; queue: Pick<OpenQueue<{ intentId: string }>, 'add' | 'depth'>; perSecond: number };

/** The least that is enqueued at a time: what is looked for does not count against the calls per second. */
const LEAST = 10;

/**
 * One round of the relay: a job for every intent that is due, but no more than can be dialled soon, so that what is
 * looked for does not wait behind them. A lost job is added again: the row stays due.
 */
export function relayIntents({ db, queue, perSecond }: Parts): () => Promise<void> {
  const limit = Math.max(LEAST, perSecond);
  return async () => {
    if ((await queue.depth()) >= limit) return;
    const due = await claimDueIntents(db.pool, limit);
    if (due.length > 0) await queue.add(due.map((intentId) => ({ data: { intentId } })));
  };
}
