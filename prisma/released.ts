/** `node prisma/released.ts`, after a release: records its commit and migrations in `released.json`, for the tests of upgrades. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'prisma/migrations';
const FILE = 'prisma/released.json';

/** The last release: what runs while the next one migrates. Migrations by name, with the SHA-256 of their SQL. */
export type Release = { commit: string; migrations: Record<string, string> };

/** The migrations of this checkout, in order, with the SHA-256 of their SQL. */
export const listMigrations = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(FOLDER, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [name, sha256(readMigration(name))])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );

export const readMigration = (name: string): string => readFileSync(join(FOLDER, name, 'migration.sql'), 'utf8');

export const readRelease = (): Release => JSON.parse(readFileSync(FILE, 'utf8')) as Release;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

if (import.meta.main) {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  writeFileSync(FILE, `${JSON.stringify({ commit, migrations: listMigrations() } satisfies Release, null, 2)}\n`);
}
