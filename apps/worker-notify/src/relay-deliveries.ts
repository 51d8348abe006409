import type { Database } from '@trunkline/db/connection';
import { claimDueDeliveries, type DueDelivery } from '@trunkline/db/webhooks';
import type { OpenQueue } from '@trunkline/queues';

/** Above this many waiting jobs the workers are busy: what is due is already in the queue, only late. */
const DEEP_QUEUE = 500;
const CLAIM_AT_MOST = 500;

type Parts = { db: Pick<Database, 'pool'>; queue: Pick<OpenQueue<DueDelivery>, 'add' | 'depth'> };

/** One round of the relay: a job for every delivery that is due, and again where its job or its worker was lost. */
export function relayDeliveries({ db, queue }: Parts): () => Promise<void> {
  return async () => {
    if ((await queue.depth()) > DEEP_QUEUE) return; // asked first: with the queue away nothing is put off
    const due = await claimDueDeliveries(db.pool, CLAIM_AT_MOST);
    if (due.length > 0) await queue.add(due.map((data) => ({ data })));
  };
}
