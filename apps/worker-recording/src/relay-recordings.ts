import type { Database } from '@trunkline/db/connection';
import { claimDueRecordings } from '@trunkline/db/recordings';
import type { OpenQueue } from '@trunkline/queues';

/** Above this many waiting jobs the workers are busy: what is due is already in the queue, only late. */
const DEEP_QUEUE = 500;
const CLAIM_AT_MOST = 1000;

type Parts = {
  db: Database;
  queue: Pick<OpenQueue<{ recordingSid: string }>, 'add' | 'depth'>;
  /** False where nobody would fetch them. */
  isOn: boolean;
};

/**
 * One round of the relay: whatever recording is due is enqueued, whoever announced it (a callback or the REST API), and
 * again where its job or its worker was lost.
 */
export function relayRecordings({ db, queue, isOn }: Parts): () => Promise<void> {
  return async () => {
    if (!isOn || (await queue.depth()) > DEEP_QUEUE) return; // asked first: with the queue away nothing is put off
    const due = await claimDueRecordings(db.pool, CLAIM_AT_MOST);
    if (due.length > 0) await queue.add(due.map((recordingSid) => ({ data: { recordingSid } })));
  };
}
