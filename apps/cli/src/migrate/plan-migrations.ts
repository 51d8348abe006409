import type { Database } from '@trunkline/db/connection';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Migration = {
  name: string;
  /** The comment that its script begins with, in one line. */
  about: string;
};

export type MigrationPlan = {
  applied: number;
  pending: Migration[];
  /** Names that the database has and this checkout does not: the database is of a later release. */
  unknown: string[];
};

/** Compares the migrations of a folder with those that the database has; `undefined` for a database that does not exist yet. */
export async function planMigrations(db: Database | undefined, folder: string): Promise<MigrationPlan> {
  const known = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = known.map(({ name }) => name).toSorted();
  const applied = db ? await listApplied(db) : new Set<string>();
  const missing = names.filter((name) => !applied.has(name));
  return {
    applied: applied.size,
    pending: await Promise.all(missing.map(async (name) => ({ name, about: await aboutOf(folder, name) }))),
    unknown: [...applied].filter((name) => !names.includes(name)),
  };
}

async function listApplied({ pool }: Database): Promise<Set<string>> {
  const { rows } = await pool.query<{ table: string | null }>(`select to_regclass('_prisma_migrations') as table`);
  if (rows[0]!.table === null) return new Set();
  const applied = await pool.query<{ name: string }>(`
    select migration_name as name from _prisma_migrations
    where finished_at is not null and rolled_back_at is null order by migration_name`);
  return new Set(applied.rows.map(({ name }) => name));
}

async function aboutOf(folder: string, name: string): Promise<string> {
  const script = await readFile(join(folder, name, 'migration.sql'), 'utf8');
  const lines = script.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('-- '));
  return lines
    .slice(0, end)
    .map((line) => line.slice(3))
    .join(' ');
}
