import type { Queryable } from '../connection/open-database.ts';
import { asIdentifier } from './identifier.ts';
import type { BackupTable } from './backup-schema.ts';

/** Tables in which a migration writes rows: with nothing else, a database is new. */
const SEEDED = new Set(['erasure_key', 'stream_cursors']);

/** Tables that have rows, and were not left so by the migrations. */
export async function listFilledTables(tx: Queryable, tables: readonly BackupTable[]): Promise<string[]> {
  const names = tables.map(({ name }) => name).filter((name) => !SEEDED.has(name));
  const columns = names.map((name) => `exists (select from ${asIdentifier(name)})`).join(', ');
  const { rows } = await tx.query<boolean[]>({ text: `select ${columns}`, rowMode: 'array' });
  return names.filter((_, at) => rows[0]![at]);
}

/** Names of the apps that are connected to this database, `trunkline ingest` and the like. */
export async function listConnectedApps(tx: Queryable): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'trunkline %' order by 1`,
  );
  return rows.map(({ name }) => name);
}
