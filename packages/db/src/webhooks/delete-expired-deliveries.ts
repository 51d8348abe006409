import type { Queryable } from '../connection/open-database.ts';

/** Deletes at most `limit` settled deliveries that are older than a month; returns how many. Not Prisma: in batches. */
export async function deleteExpiredDeliveries(db: Queryable, limit: number): Promise<number> {
  return (await db.query(SQL, [limit])).rowCount ?? 0;
}

const SQL = `
delete from webhook_deliveries where id = any(array(
  select id from webhook_deliveries
  where state in ('delivered', 'failed') and created_at < now() - interval '30 days' order by created_at limit $1))`;
