/** Prints the SQL that makes the policy table (packages/access) the database's own: `npm run policy:sql`, for a migration. */
import { accessSql } from '@trunkline/access';
import pg from 'pg';

/** Every table of ours with its columns; partitions are reached through their parent only. */
const COLUMNS = `
select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and c.relname <> '_prisma_migrations'
group by 1`;

const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
const { rows } = await client.query<{ table: string; columns: string[] }>(COLUMNS);
await client.end();
process.stdout.write(`${accessSql(new Map(rows.map(({ table, columns }) => [table, columns])))}\n`);
