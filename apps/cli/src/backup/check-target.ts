import { listConnectedApps, listFilledTables, readBackupSchema } from '@trunkline/db/backup';
import type { Transaction } from '@trunkline/db/connection';
import { CliError } from '../cli-error.ts';
import type { Manifest } from './files/backup-format.ts';

/** Throws a `CliError` unless the database may receive the backup: no app is connected, the same migrations, no rows. */
export async function checkTarget(tx: Transaction, manifest: Manifest, replaces: boolean): Promise<void> {
  await checkUnused(tx);
  const { tables, migrations } = await readBackupSchema(tx);
  const difference = compareMigrations(manifest.migrations, migrations);
  if (difference) throw new CliError(difference);
  const filled = await listFilledTables(tx, tables);
  if (filled.length === 0 || replaces) return;
  const some = filled.slice(0, 5).join(', ');
  throw new CliError(
    `The database has rows in ${filled.length} tables (${some}${filled.length > 5 ? ', …' : ''}). Restore into an empty database that npx trunkline migrate made, or pass --replace to delete these rows.`,
  );
}

/** Throws a `CliError` while an app is connected to the database. */
export async function checkUnused(tx: Transaction): Promise<void> {
  const apps = await listConnectedApps(tx);
  if (apps.length > 0)
    throw new CliError(`The database is in use by ${apps.join(', ')}. Stop all apps before a restore.`);
}

type Migrations = Manifest['migrations'];

/** A sentence where the database has other migrations than the backup; undefined where they are the same. */
export function compareMigrations(ofBackup: Migrations, ofDatabase: Migrations): string | undefined {
  const have = new Map(ofDatabase.map(({ name, checksum }) => [name, checksum]));
  const wanted = new Set(ofBackup.map(({ name }) => name));
  const changed = ofBackup.find(({ name, checksum }) => have.has(name) && have.get(name) !== checksum);
  if (changed) return `The migration ${changed.name} was edited since the backup was made. ${SAME_VERSION}`;
  const missing = ofBackup.find(({ name }) => !have.has(name));
  if (missing)
    return `The database lacks the migration ${missing.name} of the backup. Run npx trunkline migrate with the version that made the backup, or a later one.`;
  const newer = ofDatabase.find(({ name }) => !wanted.has(name));
  if (newer) return `The database has the migration ${newer.name}, which is newer than the backup. ${SAME_VERSION}`;
  return undefined;
}

const SAME_VERSION =
  'Restore with the version that made it, into a database which that version migrated; then upgrade with npx trunkline migrate.';
