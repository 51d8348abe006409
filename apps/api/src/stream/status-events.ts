import { countFloor } from '@trunkline/db/floor';
import { measureInbox } from '@trunkline/db/inbox';
import { listProcesses } from '@trunkline/db/processes';
import { listQueuePauses } from '@trunkline/db/queues';
import { listMovingSyncRuns, type SyncRun } from '@trunkline/db/reconciliation';
import { foldHealth, processStateOf } from '@trunkline/telephony/processes';
import { present } from '../http/route.ts';
import { describeQueues } from '../queues/describe-queue.ts';
import type { Queues } from '../queues/queue-board.ts';
import type { StatusEvent } from './status-event.ts';

const ONE = 'all';

/** The state of the inbox and of the queues. */
export const queueStats = (board?: Queues): StatusEvent => ({
  name: 'queue.stats',
  permission: 'inbox.read',
  everyMs: 2000,
  async read(read) {
    const [inbox, pauses] = await read(
      async (tx) => [await measureInbox(tx), board ? await listQueuePauses(tx) : []] as const,
    );
    const { unfinished, oldestSeconds, deadLetters, quarantined } = inbox;
    const queues = board ? await describeQueues(board, pauses) : [];
    const state = {
      unfinished,
      oldest_seconds: oldestSeconds,
      dead_letters: deadLetters,
      quarantined,
      queues: queues.map(({ name, waiting, active, delayed, failed, paused }) => ({
        name,
        waiting,
        active,
        delayed,
        failed,
        paused,
      })),
    };
    return new Map([[ONE, state]]);
  },
});

/** The figures of the floor. Readers and clients get theirs by `GET /api/floor`. */
export const floorStats: StatusEvent = {
  name: 'floor.stats',
  permission: 'calls.read',
  everyMs: 1000,
  read: async (read) => new Map([[ONE, present(await read(countFloor))]]),
};

/** What is wrong, and which processes there are. */
export const healthChanged: StatusEvent = {
  name: 'health.changed',
  permission: 'processes.read',
  everyMs: 2000,
  async read(read) {
    const { now, processes } = await read(listProcesses);
    const { state, problems } = foldHealth(processes, {}, now);
    const shown = processes.map((process) => ({
      id: process.id,
      app: process.app,
      state: processStateOf(process, now),
    }));
    return new Map([[ONE, { state, problems, processes: shown }]]);
  },
};

/** Every scan that is open, and those that ended a moment ago. */
export const syncProgress: StatusEvent = {
  name: 'sync.progress',
  permission: 'reconciliation.read',
  everyMs: 1000,
  read: async (read) => new Map((await read(listMovingSyncRuns)).map((run) => [run.id, presentRun(run)])),
};

const presentRun = ({ id, kind, state, progress, synced, skipped, total }: SyncRun) => ({
  run_id: id,
  kind,
  state,
  synced,
  skipped,
  total,
  days_done: progress.daysDone ?? 0,
  days_total: progress.daysTotal ?? null,
  requests: progress.requests ?? 0,
  gaps: progress.gaps ?? 0,
});
