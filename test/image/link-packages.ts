import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { runCommand } from './build-folder.ts';
import { planInstall } from './npm-plan.ts';

/**
 * Runs a command of the Dockerfile, but for `npm ci`: the packages that npm would install are linked from the checkout,
 * which has the same versions by the same lockfile. It needs no network and seconds instead of minutes.
 */
export async function linkInstead(command: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (!command.startsWith('npm ci ')) return runCommand(command, folder, env);
  for (const path of await planInstall(command, folder)) await linkTree(join(CHECKOUT, path), join(folder, path));
  await linkTree(join(CHECKOUT, 'node_modules/.bin'), join(folder, 'node_modules/.bin'));
}

/** Hard links, as a symbolic one would find the packages of the checkout. Nested node_modules are packages of their own. */
async function linkTree(source: string, target: string): Promise<void> {
  const stats = await lstat(source).catch((cause: unknown) => {
    throw new Error(`${source} is not installed. Run \`npm install\`.`, { cause });
  });
  if (stats.isSymbolicLink()) {
    await mkdir(dirname(target), { recursive: true });
    return symlink(await readlink(source), target);
  }
  if (stats.isFile()) return linkFile(source, target);
  await mkdir(target, { recursive: true });
  for (const name of await readdir(source))
    if (name !== 'node_modules') await linkTree(join(source, name), join(target, name));
}

/** Copies to another disk. */
const linkFile = (source: string, target: string): Promise<void> =>
  link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_EXCL));
