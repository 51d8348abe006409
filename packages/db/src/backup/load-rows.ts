import type { Queryable } from '../connection/open-database.ts';
import { asIdentifier } from './identifier.ts';
import type { BackupSchema, BackupTable } from './backup-schema.ts';
import type { BackupRow, Positions } from './read-snapshot.ts';

type Trigger = { table: string; name: string; mode: string };

const MODES: Readonly<Record<string, string>> = { O: 'enable', A: 'enable always', R: 'enable replica' };

const alterTrigger = (tx: Queryable, { table, name }: Trigger, verb: string) =>
  tx.query(`alter table ${asIdentifier(table)} ${verb} trigger ${asIdentifier(name)}`);

/**
 * Runs `load` while no trigger of ours fires: rows come as they were, guards of logs included. All of it is in the
 * caller's transaction: a process that is killed leaves triggers and rows as they were.
 */
export async function withoutTriggers(
  tx: Queryable,
  { circular }: Pick<BackupSchema, 'circular'>,
  load: () => Promise<void>,
): Promise<void> {
  const { rows: triggers } = await tx.query<Trigger>(
    `select c.relname as "table", t.tgname as name, t.tgenabled as mode from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'D'`,
  );
  const defer = async (how: string) => {
    for (const { table, constraint } of circular)
      await tx.query(`alter table ${asIdentifier(table)} alter constraint ${asIdentifier(constraint)} ${how}`);
  };
  for (const trigger of triggers) await alterTrigger(tx, trigger, 'disable');
  await defer('deferrable initially deferred');
  await load();
  await tx.query('set constraints all immediate');
  await defer('not deferrable');
  for (const trigger of triggers) await alterTrigger(tx, trigger, MODES[trigger.mode]!);
}

/** Empties these tables, and the jobs of a queue in the same database, which name rows that will be others. */
export async function emptyForRestore(tx: Queryable, tables: readonly BackupTable[]): Promise<void> {
  await tx.query(`truncate ${tables.map(({ name }) => asIdentifier(name)).join(', ')}`);
  const { rows } = await tx.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'bullmq' and tablename not like '%migration%'`,
  );
  if (rows.length > 0) await tx.query(`truncate ${rows.map(({ name }) => name).join(', ')} cascade`);
}

/** Creates the partitions of these days where they are missing. */
export async function ensureDays(tx: Queryable, days: readonly string[]): Promise<void> {
  await tx.query(`select ensure_inbox_partitions(to_date(day, 'YYYYMMDD'), 1) from unnest($1::text[]) day`, [days]);
}

/** Adds rows as they were written. */
export async function loadRows(
  tx: Queryable,
  { name, columns }: BackupTable,
  rows: readonly BackupRow[],
): Promise<void> {
  const names = columns.map((column) => asIdentifier(column.name)).join(', ');
  const values = columns.map(({ type }, at) => `c${at}::${type}`).join(', ');
  const arrays = columns.map((_, at) => `$${at + 1}::text[]`).join(', ');
  const aliases = columns.map((_, at) => `c${at}`).join(', ');
  await tx.query(
    `insert into ${asIdentifier(name)} (${names}) overriding system value
    select ${values} from unnest(${arrays}) as r(${aliases})`,
    columns.map((_, at) => rows.map((row) => row[at] ?? null)),
  );
}

/** Continues every sequence behind its last value. */
export async function setSequences(tx: Queryable, sequences: Positions['sequences']): Promise<void> {
  await tx.query(
    'select setval(format($f$%I$f$, s.name)::regclass, s.value) from unnest($1::text[], $2::bigint[]) s(name, value)',
    [sequences.map(({ name }) => name), sequences.map(({ value }) => value)],
  );
}

/** The number of rows of a table. */
export async function countRows(tx: Queryable, { name }: Pick<BackupTable, 'name'>): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(`select count(*)::float8 as n from ${asIdentifier(name)}`);
  return rows[0]!.n;
}
