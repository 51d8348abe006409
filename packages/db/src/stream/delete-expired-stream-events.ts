import type { Queryable } from '../connection/open-database.ts';

/**
 * Deletes at most `limit` events of the stream that are older than a day, in the order of their numbers and never the
 * last one, so that the first that is left tells what is gone. Returns how many. Not Prisma: it deletes in batches.
 */
export async function forgetStreamEvents(db: Queryable, limit: number): Promise<number> {
  return (await db.query(SQL, [limit])).rowCount ?? 0;
}

const SQL = `
with kept as materialized (
  select coalesce(
    (select seq from stream_events where seq is not null and created_at >= now() - interval '1 day' order by seq limit 1),
    (select max(seq) from stream_events)) as seq
)
delete from stream_events where ctid = any(array(
  select ctid from stream_events where seq < (select seq from kept) order by seq limit $1))`;
