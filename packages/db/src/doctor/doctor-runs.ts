import type { DoctorCheck } from '@trunkline/telephony/doctor';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** An examination of what is configured at Twilio. `checks` is null until worker-reconcile has made it. */
export type DoctorRun = { id: string; createdAt: Date; settledAt: Date | null; checks: DoctorCheck[] | null };

const COLUMNS = `id::text, created_at as "createdAt", settled_at as "settledAt", checks`;

/** Requests an examination, or joins the one that waits. SQL: one statement finds or creates. */
export async function requestDoctorRun(tx: Scoped, requestedBy: string): Promise<DoctorRun> {
  const sql = `
    with waiting as (
      select ${COLUMNS} from doctor_runs
      where settled_at is null and created_at > now() - interval '1 minute' order by id desc limit 1
    ), created as (
      insert into doctor_runs (requested_by) select $1 where not exists (select from waiting) returning ${COLUMNS}
    )
    select * from waiting union all select * from created`;
  return (await tx.query<DoctorRun>(sql, [requestedBy])).rows[0]!;
}

export async function findDoctorRun(tx: Scoped, id: string): Promise<DoctorRun | undefined> {
  return (await tx.query<DoctorRun>(`select ${COLUMNS} from doctor_runs where id = $1`, [id])).rows[0];
}

/** The newest examination that was made. */
export async function findLatestDoctorRun(tx: Scoped): Promise<DoctorRun | undefined> {
  const sql = `select ${COLUMNS} from doctor_runs where settled_at is not null order by id desc limit 1`;
  return (await tx.query<DoctorRun>(sql)).rows[0];
}

/** Claims the next examination for a minute; undefined where none waits. */
export async function claimDoctorRun(db: Queryable): Promise<{ id: string } | undefined> {
  const sql = `
    update doctor_runs set claimed_at = now() where id = (
      select id from doctor_runs
      where settled_at is null and (claimed_at is null or claimed_at < now() - interval '1 minute')
      order by id limit 1 for update skip locked)
    returning id::text`;
  return (await db.query<{ id: string }>(sql)).rows[0];
}

/** Records the checks of an examination. */
export async function settleDoctorRun(db: Queryable, id: string, checks: readonly DoctorCheck[]): Promise<void> {
  const sql = 'update doctor_runs set settled_at = now(), checks = $2 where id = $1';
  await db.query({ name: 'settle-doctor-run', text: sql, values: [id, JSON.stringify(checks)] });
}

/** Deletes examinations of more than a day ago, all but the newest. */
export async function deleteOldDoctorRuns(db: Queryable): Promise<void> {
  await db.query(`
    delete from doctor_runs where created_at < now() - interval '1 day'
      and id < (select max(id) from doctor_runs where settled_at is not null)`);
}
