import type { QueuePause } from '@trunkline/db/queues';
import { ALL_QUEUES, readQueueCounts } from '@trunkline/queues';
import { present } from '../http/route.ts';
import type { Queues } from './queue-board.ts';

/** A queue as lists and the stream show it. Without an answer of its server it has no numbers. */
export async function describeQueue(board: Queues, name: string, pauses: readonly QueuePause[]) {
  const counts = await board.use(name, readQueueCounts).catch(() => undefined);
  const pause = pauses.find(({ queue }) => queue === name);
  const { waiting = null, active = null, delayed = null, failed = null, oldestWaitingAt = null } = counts ?? {};
  const paused = pause !== undefined || counts?.isPaused === true;
  const ageMs = oldestWaitingAt && Math.max(0, Date.now() - oldestWaitingAt.getTime());
  return {
    name,
    backend: board.kind,
    available: counts !== undefined,
    waiting,
    active,
    delayed,
    failed,
    paused,
    held: paused ? waiting : 0,
    oldest_waiting_at: oldestWaitingAt,
    oldest_waiting_seconds: ageMs === null ? null : Math.round(ageMs / 100) / 10,
    pause: pause ? presentPause(pause) : null,
  };
}

const presentPause = ({ reason, pausedBy, pausedAt }: QueuePause): object => present({ reason, pausedBy, pausedAt });

/** All queues, asked at once, for 1.5 s at most: not within a transaction, whose connection would wait as long. */
export const describeQueues = (board: Queues, pauses: readonly QueuePause[]) =>
  Promise.all(ALL_QUEUES.map(({ name }) => describeQueue(board, name, pauses)));
