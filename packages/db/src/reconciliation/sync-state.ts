import type { Queryable } from '../connection/open-database.ts';

export type SyncJob = 'reconcile_hot' | 'reconcile_warm' | 'reconcile_cold';

/** A tier's progress: the last call that it handled, and up to which time. */
export type SyncCursor = { last_call_sid: string | null; last_updated_at: string };

// SQL: the cursor is merged in the statement, and worker-reconcile does not load Prisma for one row per tick.

/** Records that a tick of a tier succeeded. A null call leaves the last one as it is. */
export async function recordSuccess(db: Queryable, job: SyncJob, cursor: SyncCursor, at: Date): Promise<void> {
  const progress = cursor.last_call_sid === null ? { last_updated_at: cursor.last_updated_at } : cursor;
  await db.query(SUCCESS, [job, JSON.stringify(progress), at]);
}

/** Records that a tick of a tier failed; the cursor stays. */
export async function recordError(db: Queryable, job: SyncJob, error: string, at: Date): Promise<void> {
  await db.query(ERROR, [job, error.slice(0, 2000), at]);
}

const SUCCESS = `
insert into sync_state as s (job_name, cursor, last_success_at, updated_at) values ($1, $2::jsonb, $3, $3)
on conflict (job_name) do update set cursor = s.cursor || excluded.cursor, last_success_at = $3, updated_at = $3`;

const ERROR = `
insert into sync_state as s (job_name, last_error, last_error_at, updated_at) values ($1, $2, $3, $3)
on conflict (job_name) do update set last_error = $2, last_error_at = $3, updated_at = $3`;
