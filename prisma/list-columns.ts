import type { Queryable } from '@trunkline/db/connection';

/** Every table of ours with its columns, from the catalogue. Partitions are left out: access is through their parent. */
export async function listColumns(db: Queryable): Promise<Map<string, string[]>> {
  const { rows } = await db.query<{ table: string; columns: string[] }>(COLUMNS);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

const COLUMNS = `
select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and c.relname <> '_prisma_migrations'
group by 1`;
