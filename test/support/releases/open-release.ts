import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';

const run = promisify(execFile);

/** The code of a former commit, ready to run. */
export type ReleaseFolder = AsyncDisposable & {
  folder: string;
  /** Creates the database where it is missing, and applies the migrations of that commit. */
  migrate: (databaseUrl: string) => Promise<void>;
};

/** True where the history of this checkout has the commit; a shallow clone or an archive may not. */
export const hasCommit = async (commit: string): Promise<boolean> =>
  run('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: CHECKOUT }).then(
    () => true,
    () => false,
  );

/** Extracts a commit into a folder of its own, with the packages that are installed here, and generates its client. */
export async function openRelease(commit: string): Promise<ReleaseFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-release-'));
  await using opening = new AsyncDisposableStack();
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const archive = join(folder, 'release.tar');
  await run('git', ['archive', '--output', archive, commit], { cwd: CHECKOUT });
  await run('tar', ['-xf', archive, '-C', folder]);
  await rm(archive);
  for (const place of ['.', ...(await listWorkspaces())]) await linkPackages(place, folder);
  const bin = join(folder, 'node_modules', '.bin');
  const prisma = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, [join(bin, 'prisma'), ...args], {
      cwd: folder,
      env: { ...process.env, ...env, CHECKPOINT_DISABLE: '1', PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
    });
  await prisma(['generate', '--no-hints']);
  const opened = opening.move();
  return {
    folder,
    migrate: async (url) => void (await prisma(['migrate', 'deploy'], { DATABASE_URL: url })),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function listWorkspaces(): Promise<string[]> {
  const names = await Promise.all(
    ['apps', 'packages'].map(async (parent) =>
      (await readdir(join(CHECKOUT, parent))).map((name) => join(parent, name)),
    ),
  );
  return names.flat();
}

/** Links what npm installed; our own packages are those of the release. */
async function linkPackages(place: string, folder: string): Promise<void> {
  const from = join(CHECKOUT, place, 'node_modules');
  const to = join(folder, place, 'node_modules');
  if (!existsSync(from) || !existsSync(join(folder, place))) return;
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name === '@trunkline') continue;
    await symlink(join(from, name), join(to, name));
  }
  if (place !== '.') return;
  await mkdir(join(to, '@trunkline'));
  for (const parent of ['apps', 'packages'])
    for (const name of await readdir(join(folder, parent)))
      await symlink(join(folder, parent, name), join(to, '@trunkline', name));
}
