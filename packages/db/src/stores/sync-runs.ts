import type { Queryable } from '../open-database.ts';

/** `sync` ones were asked for; `cold` is the daily one. */
export type SyncKind = 'cold' | 'sync';
export type SyncRunState = 'queued' | 'running' | 'completed' | 'failed' | 'canceled';

/** How far a run has come. */
export type SyncProgress = {
  day: string | null;
  daysDone: number;
  daysTotal: number;
  calls: number;
  recordings: number;
  requests: number;
  gaps: number;
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

const COLUMNS = `id::text, kind, since, until, state, progress, synced, skipped, total, error, cancel_requested as "cancelRequested",
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** Asks for a scan; `worker-reconcile` takes it up within a second. */
export async function requestSync(
  db: Queryable,
  { kind, since, until }: Pick<SyncRun, 'kind' | 'since' | 'until'>,
): Promise<SyncRun> {
  const sql = `insert into sync_runs (kind, since, until) values ($1, $2, $3) returning ${COLUMNS}`;
  return (await db.query<SyncRun>(sql, [kind, since, until])).rows[0]!;
}

/** Asks for a scan unless one of its kind was asked for that reaches to `reached` or further. */
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

export async function findSyncRun(db: Queryable, id: string): Promise<SyncRun | undefined> {
  return (await db.query<SyncRun>(`select ${COLUMNS} from sync_runs where id = $1`, [id])).rows[0];
}

/** The last runs, newest first. */
export async function listSyncRuns(db: Queryable, limit: number): Promise<SyncRun[]> {
  return (await db.query<SyncRun>(`select ${COLUMNS} from sync_runs order by id desc limit $1`, [limit])).rows;
}

/** Asks a run to stop after the page it is at; one that nobody began stops at once. Undefined where it is over or unknown. */
export async function cancelSyncRun(db: Queryable, id: string): Promise<SyncRun | undefined> {
  const sql = `
    update sync_runs set cancel_requested = true,
      state = case when state = 'queued' then 'canceled' else state end,
      finished_at = case when state = 'queued' then now() else finished_at end
    where id = $1 and state in ('queued', 'running') returning ${COLUMNS}`;
  return (await db.query<SyncRun>(sql, [id])).rows[0];
}

const LOST_AFTER = `interval '60 seconds'`;

/** Takes the next run that waits, or whose worker has gone silent: two workers never get the same one. */
export async function claimSyncRun(db: Queryable): Promise<SyncRun | undefined> {
  const sql = `
    update sync_runs set state = 'running', started_at = coalesce(started_at, now()), heartbeat_at = now()
    where id = (
      select id from sync_runs where state = 'queued' or (state = 'running' and heartbeat_at < now() - ${LOST_AFTER})
      order by id limit 1 for update skip locked)
    returning ${COLUMNS}`;
  return (await db.query<SyncRun>(sql)).rows[0];
}

/** Tells how far a run has come, and that its worker lives; returns whether it shall stop. */
export async function recordSyncProgress(
  db: Queryable,
  id: string,
  progress: SyncProgress,
  { synced, skipped, total }: SyncCounts,
): Promise<{ isCanceled: boolean }> {
  const sql = `
    update sync_runs set heartbeat_at = now(), progress = $2::jsonb, synced = $3, skipped = $4, total = $5
    where id = $1 returning cancel_requested as "isCanceled"`;
  const { rows } = await db.query<{ isCanceled: boolean }>(sql, [id, JSON.stringify(progress), synced, skipped, total]);
  return { isCanceled: rows[0]?.isCanceled ?? true };
}

/** Ends a run. */
export async function finishSyncRun(
  db: Queryable,
  id: string,
  state: 'completed' | 'failed' | 'canceled',
  error: string | null = null,
): Promise<void> {
  await db.query('update sync_runs set state = $2, error = $3, finished_at = now() where id = $1', [id, state, error]);
}
