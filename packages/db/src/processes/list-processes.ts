import { PROCESSES_AT_MOST, type ProcessRow } from '@trunkline/telephony/processes';
import type { Scoped } from '../connection/with-actor.ts';

/** A process of an app, and what it said last. */
export type ListedProcess = ProcessRow & {
  version: string;
  commit: string | null;
  figures: Record<string, number>;
  startedAt: Date;
};

/** Every process that is kept (500 at most), by app, those that live first. `now` is the clock of the heartbeats. */
export async function listProcesses(tx: Scoped): Promise<{ now: Date; processes: ListedProcess[] }> {
  const { rows } = await tx.query<ListedProcess>(`
    select id, app, host, pid, version, commit_sha as commit, health, report, failing_loops as "failingLoops", dependencies,
      figures, started_at as "startedAt", heartbeat_at as "heartbeatAt", ended_at as "endedAt"
    from processes p where ${tx.rows('processes', 'p')}
    order by app, (ended_at is not null), heartbeat_at desc limit ${PROCESSES_AT_MOST}`);
  const clock = await tx.query<{ now: Date }>('select clock_timestamp() as now');
  return { now: clock.rows[0]!.now, processes: rows };
}
