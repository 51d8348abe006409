import type { Queryable } from '../connection/open-database.ts';

/** Deletes at most `limit` Idempotency-Keys that are a day old, with their answers; returns how many. SQL: in batches. */
export async function deleteExpiredIdempotencyKeys(db: Queryable, limit: number): Promise<number> {
  return (await db.query(SQL, [limit])).rowCount ?? 0;
}

const SQL = `
delete from idempotency_keys where ctid = any(array(
  select ctid from idempotency_keys where created_at < now() - interval '1 day' order by created_at limit $1))`;
