import type { Queryable } from '../connection/open-database.ts';

/** Creates the inbox partitions of today and the coming week (UTC days); returns how many were missing. */
export async function ensureInboxPartitions(db: Queryable): Promise<number> {
  const sql = `select ensure_inbox_partitions((now() at time zone 'utc')::date, 8) as count`;
  return (await db.query<{ count: number }>(sql)).rows[0]!.count;
}

/** Drops inbox partitions older than `keepDays` without unfinished rows or dead letters; returns how many. */
export async function dropInboxPartitions(db: Queryable, keepDays: number): Promise<number> {
  const sql = `select drop_inbox_partitions((now() at time zone 'utc')::date - $1::integer) as count`;
  return (await db.query<{ count: number }>(sql, [keepDays])).rows[0]!.count;
}

/** Deletes at most `limit` dedupe keys older than `keepDays`; returns how many. */
export async function deleteExpiredDedupeKeys(db: Queryable, keepDays: number, limit: number): Promise<number> {
  const sql = `
    delete from twilio_webhook_dedupe where ctid = any(array(
      select ctid from twilio_webhook_dedupe
      where inbox_id < inbox_id_floor((now() at time zone 'utc')::date - $1::integer) limit $2))`;
  return (await db.query(sql, [keepDays, limit])).rowCount ?? 0;
}
