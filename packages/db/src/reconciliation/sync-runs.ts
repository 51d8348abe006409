import { OPEN_SYNC_RUN_STATES, type SyncKind, type SyncRunState } from '@trunkline/telephony/reconciliation';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';

// SQL: worker-reconcile's claim returns a whole run, so that its columns would be spelled twice with Prisma.

/** Rows of Twilio's lists that a run skipped as unreadable: how many, and the first of them. */
export type UnreadableRows = { count: number; rows: { list: string; sid: string | null; fault: string }[] };

/** A run's progress. */
export type SyncProgress = {
  day: string | null;
  /** The counts when that day began: an interrupted day is counted anew. */
  before: Pick<SyncProgress, 'calls' | 'recordings' | 'unreadable'> & Pick<SyncCounts, 'skipped' | 'total'>;
  daysDone: number;
  daysTotal: number;
  calls: number;
  recordings: number;
  requests: number;
  gaps: number;
  /** Missing where every row was read. */
  unreadable?: UnreadableRows;
};

export type SyncCounts = { synced: number; skipped: number; total: number };

/** A scan of Twilio's lists between two times. */
export type SyncRun = SyncCounts & {
  id: string;
  kind: SyncKind;
  since: Date;
  until: Date;
  state: SyncRunState;
  progress: Partial<SyncProgress>;
  error: string | null;
  cancelRequested: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

const COLUMNS = `id, kind, since, until, state, progress, synced, skipped, total, error, cancel_requested as "cancelRequested",
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** Requests a scan; `worker-reconcile` starts it within a second. */
export async function requestSync(
  tx: Scoped,
  { kind, since, until }: Pick<SyncRun, 'kind' | 'since' | 'until'>,
): Promise<SyncRun> {
  const sql = `insert into sync_runs (kind, since, until) values ($1, $2, $3) returning ${COLUMNS}`;
  return (await tx.query<SyncRun>(sql, [kind, since, until])).rows[0]!;
}

/** Requests a scan, unless one of its kind that reaches to `reached` or further was requested before. */
export async function requestSyncOnce(
  db: Queryable,
  { kind, since, until }: Pick<SyncRun, 'kind' | 'since' | 'until'>,
  reached: Date,
): Promise<void> {
  const sql = `
    insert into sync_runs (kind, since, until) select $1::text, $2, $3
    where not exists (select from sync_runs where kind = $1::text and until >= $4 and state <> 'failed')`;
  await db.query(sql, [kind, since, until, reached]);
}

/** The runs of a kind that reach to a time: whether one has not failed, and how many have, the last how long ago. */
export type SyncAttempts = { isRequested: boolean; failures: number; failedMsAgo: number | null };

/** Reads the attempts at a scan that reaches to `reached` or further. */
export async function readSyncAttempts(db: Queryable, kind: SyncKind, reached: Date): Promise<SyncAttempts> {
  const sql = `
    select coalesce(bool_or(state <> 'failed'), false) as "isRequested",
      count(*) filter (where state = 'failed')::integer as failures,
      (extract(epoch from now() - max(finished_at) filter (where state = 'failed')) * 1000)::float8 as "failedMsAgo"
    from sync_runs where kind = $1 and until >= $2`;
  return (await db.query<SyncAttempts>(sql, [kind, reached])).rows[0]!;
}

export async function findSyncRun(tx: Scoped, id: string): Promise<SyncRun | undefined> {
  return (await tx.query<SyncRun>(`select ${COLUMNS} from sync_runs where id = $1`, [id])).rows[0];
}

/** The last runs, newest first. */
export async function listSyncRuns(tx: Scoped, limit: number): Promise<SyncRun[]> {
  return (await tx.query<SyncRun>(`select ${COLUMNS} from sync_runs order by id desc limit $1`, [limit])).rows;
}

/** Runs that are open or ended within 10 s: at most 20, newest first. */
export async function listMovingSyncRuns(tx: Scoped): Promise<SyncRun[]> {
  const sql = `select ${COLUMNS} from sync_runs
    where state in ${inList(OPEN_SYNC_RUN_STATES)} or finished_at > now() - interval '10 seconds' order by id desc limit 20`;
  return (await tx.query<SyncRun>(sql)).rows;
}

/** Requests a run to stop after its present page; a queued run stops at once. Undefined where it has ended or is unknown. */
export async function cancelSyncRun(tx: Scoped, id: string): Promise<SyncRun | undefined> {
  const sql = `
    update sync_runs set cancel_requested = true,
      state = case when state = 'queued' then 'canceled' else state end,
      finished_at = case when state = 'queued' then now() else finished_at end
    where id = $1 and state in ${inList(OPEN_SYNC_RUN_STATES)} returning ${COLUMNS}`;
  return (await tx.query<SyncRun>(sql, [id])).rows[0];
}

const LOST_AFTER = `interval '60 seconds'`;

/** A run claimed by a worker. `claim` is the time of that; another worker's claim makes it void. */
export type ClaimedSyncRun = SyncRun & { claim: string };
type Claim = Pick<ClaimedSyncRun, 'id' | 'claim'>;
const IS_MINE = `id = $1 and state = 'running' and started_at = $2::timestamptz`;

/** Claims the next run that is queued, or whose worker is silent for 60 s. Two workers never get the same one. */
export async function claimSyncRun(db: Queryable): Promise<ClaimedSyncRun | undefined> {
  const sql = `
    update sync_runs set state = 'running', started_at = now(), heartbeat_at = now()
    where id = (
      select id from sync_runs where state = 'queued' or (state = 'running' and heartbeat_at < now() - ${LOST_AFTER})
      order by id limit 1 for update skip locked)
    returning ${COLUMNS}, started_at::text as claim`;
  return (await db.query<ClaimedSyncRun>(sql)).rows[0];
}

/** Extends a claim: a worker may wait for Twilio for longer than 60 s. */
export async function keepSyncRun(db: Queryable, { id, claim }: Claim): Promise<void> {
  await db.query(`update sync_runs set heartbeat_at = now() where ${IS_MINE}`, [id, claim]);
}

/** Records progress; returns whether to stop, since that was requested or another worker has claimed the run. */
export async function recordSyncProgress(
  db: Queryable,
  { id, claim }: Claim,
  progress: SyncProgress,
  { synced, skipped, total }: SyncCounts,
): Promise<{ isCanceled: boolean }> {
  const sql = `
    update sync_runs set heartbeat_at = now(), progress = $3::jsonb, synced = $4, skipped = $5, total = $6
    where ${IS_MINE} returning cancel_requested as "isCanceled"`;
  const values = [id, claim, JSON.stringify(progress), synced, skipped, total];
  const { rows } = await db.query<{ isCanceled: boolean }>(sql, values);
  return { isCanceled: rows[0]?.isCanceled ?? true };
}

/** Ends a run, unless another worker has claimed it. */
export async function finishSyncRun(
  db: Queryable,
  { id, claim }: Claim,
  state: 'completed' | 'failed' | 'canceled',
  error: string | null = null,
): Promise<void> {
  const sql = `update sync_runs set state = $3, error = $4, finished_at = now() where ${IS_MINE}`;
  await db.query(sql, [id, claim, state, error]);
}
