import type { Queryable } from '@trunkline/db/connection';

/** The tables that refer to some, at any distance, and the sequences of their identities. */
const REFERRING = `
with recursive referring as (
  select unnest($1::text[])::regclass::oid as id
  union
  select k.conrelid from pg_constraint k join referring r on k.confrelid = r.id where k.contype = 'f'
)
select c.oid::regclass::text as name, (
  select string_agg(format('alter sequence %s restart', pg_get_serial_sequence(c.oid::regclass::text, a.attname)), '; ')
  from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as restart
from referring r join pg_class c on c.oid = r.id where not c.relispartition`;

const statements = new Map<string, string>();

type Options = { restartsIdentity?: boolean };

/**
 * Deletes all rows of these tables and of those that refer to them, without triggers: 3 ms where a truncate takes 500, as it
 * makes new files for each index of each partition of the inbox.
 */
export async function deleteRows(
  db: Queryable,
  tables: readonly string[],
  { restartsIdentity = false }: Options = {},
): Promise<void> {
  const key = `${tables.join()} ${restartsIdentity}`;
  const known = statements.get(key);
  const statement = known ?? (await writeStatement(db, tables, restartsIdentity));
  if (known === undefined) statements.set(key, statement);
  await db.query(statement);
}

async function writeStatement(db: Queryable, tables: readonly string[], restartsIdentity: boolean): Promise<string> {
  const { rows } = await db.query<{ name: string; restart: string | null }>(REFERRING, [tables]);
  const deletions = rows.map(({ name }) => `delete from ${name}`);
  const restarts = restartsIdentity ? rows.flatMap(({ restart }) => restart ?? []) : [];
  return ['begin', 'set local session_replication_role = replica', ...deletions, ...restarts, 'commit'].join('; ');
}
