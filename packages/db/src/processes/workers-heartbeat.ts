import type { Heartbeat } from '@trunkline/service';
import type { Database } from '../connection/open-database.ts';
import { endHeartbeat, saveHeartbeatOfWorker } from './save-heartbeat.ts';

/** Where a worker writes its heartbeats; saving one answers the queues that are paused. */
export const workersHeartbeat = ({ pool }: Pick<Database, 'pool'>) => ({
  save: (heartbeat: Heartbeat): Promise<ReadonlySet<string>> => saveHeartbeatOfWorker(pool, heartbeat),
  end: (id: string): Promise<void> => endHeartbeat(pool, id),
});
