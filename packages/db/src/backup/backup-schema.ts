import type { Queryable } from '../connection/open-database.ts';

/** A column by name, with its type as Postgres writes it. */
type BackupColumn = { name: string; type: string };

/** A table of a backup. Columns that Postgres computes are left out. */
export type BackupTable = { name: string; columns: BackupColumn[] };

/** What a database is made of, besides its rows: tables in an order in which their foreign keys hold. */
export type BackupSchema = {
  tables: BackupTable[];
  /** Foreign keys that no order of the tables satisfies, such as one of a table to itself. */
  circular: { table: string; constraint: string }[];
  /** Migrations that are applied, in order, with their checksums. */
  migrations: { name: string; checksum: string }[];
};

/** Without the keys of signatures, which are those of this server's logins. */
const TABLES = `
select c.relname as name, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
  order by a.attnum) as columns
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and c.relname not in ('_prisma_migrations', 'context_keys')
group by c.relname order by c.relname`;

const FOREIGN_KEYS = `
select f.relname as "from", t.relname as "to", k.conname as name from pg_constraint k
join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0 order by 1, 3`;

const MIGRATIONS = `
select migration_name as name, checksum from _prisma_migrations
where finished_at is not null and rolled_back_at is null order by migration_name`;

type ForeignKey = { from: string; to: string; name: string };

/** Reads it from the catalogue: a table that is added later is in the next backup. The queue's schema is left out. */
export async function readBackupSchema(tx: Queryable): Promise<BackupSchema> {
  const { rows: tables } = await tx.query<BackupTable>(TABLES);
  const { rows: keys } = await tx.query<ForeignKey>(FOREIGN_KEYS);
  const { rows: migrations } = await tx.query<BackupSchema['migrations'][number]>(MIGRATIONS);
  return { ...orderTables(tables, keys), migrations };
}

/** Puts each table behind those that it refers to. */
export function orderTables(
  tables: readonly BackupTable[],
  keys: readonly ForeignKey[],
): Pick<BackupSchema, 'tables' | 'circular'> {
  const ordered: BackupTable[] = [];
  const open = new Set(tables.map(({ name }) => name));
  while (open.size > 0) {
    const refersToOpen = (name: string) => keys.some(({ from, to }) => from === name && to !== name && open.has(to));
    const free = [...open].filter((name) => !refersToOpen(name));
    const next = free.length > 0 ? free : [...open].slice(0, 1);
    for (const name of next) {
      ordered.push(tables.find((table) => table.name === name)!);
      open.delete(name);
    }
  }
  const place = new Map(ordered.map(({ name }, at) => [name, at]));
  const circular = keys
    .filter(({ from, to }) => place.get(to)! >= place.get(from)!)
    .map(({ from, name }) => ({ table: from, constraint: name }));
  return { tables: ordered, circular };
}
