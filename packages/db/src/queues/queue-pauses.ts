import type { Scoped } from '../connection/with-actor.ts';

/** A queue that a person has paused. */
export type QueuePause = { queue: string; reason: string; pausedBy: string; pausedAt: Date };

/** The queues that are paused, by name. */
export async function listQueuePauses(tx: Scoped): Promise<QueuePause[]> {
  const { rows } = await tx.query<QueuePause>(`
    select queue, reason, paused_by as "pausedBy", paused_at as "pausedAt" from queue_pauses p
    where ${tx.rows('queue_pauses', 'p')} order by queue`);
  return rows;
}

/** Pauses a queue; false where it is paused already. */
export async function addQueuePause(
  tx: Scoped,
  { queue, reason, pausedBy }: Omit<QueuePause, 'pausedAt'>,
): Promise<boolean> {
  const sql = `insert into queue_pauses (queue, reason, paused_by) values ($1, $2, $3) on conflict (queue) do nothing`;
  return (await tx.query(sql, [queue, reason, pausedBy])).rowCount === 1;
}

/** Ends a pause; false where there was none. */
export async function deleteQueuePause(tx: Scoped, queue: string): Promise<boolean> {
  return (await tx.query('delete from queue_pauses where queue = $1', [queue])).rowCount === 1;
}
