import { execFile } from 'node:child_process';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { makePrivateFolder } from './reachable-folder.ts';
import type { Account } from './server-account.ts';
import { StartError } from '../start-error.ts';

const run = promisify(execFile);

const PREVIOUS_STOPS_WITHIN_MS = 5000;

/** Creates the database cluster on first use; a start that is killed half-way leaves nothing that looks finished. */
export async function ensureCluster(binaries: PostgresBinaries, dataDir: string, account: Account): Promise<void> {
  const version = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) return refuseOtherVersion(version.trim(), binaries, dataDir);
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await makePrivateFolder(unfinished, account);
  const args = [
    '-D',
    unfinished,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ];
  await run(binaries.initdb, [...args, '--no-sync'], { ...account, cwd: '/', env: { TZ: 'UTC' } });
  await rename(unfinished, dataDir);
}

/**
 * Waits for a server that is still stopping. After a crash `postmaster.pid` names a process that is gone, which
 * PostgreSQL sorts out itself, or by now a stranger with the same number, which it would take for a running server.
 */
export async function awaitPreviousServer(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'postmaster.pid');
  const deadline = Date.now() + PREVIOUS_STOPS_WITHIN_MS;
  for (;;) {
    const pid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0]);
    const command = pid ? await commandOf(pid) : undefined;
    if (command === undefined) return;
    if (!command.includes(dataDir)) return rm(lock, { force: true });
    if (Date.now() > deadline) throw new StartError(stillRunning(pid, dataDir));
    await delay(100);
  }
}

async function refuseOtherVersion(version: string, binaries: PostgresBinaries, dataDir: string): Promise<void> {
  const { stdout } = await run(binaries.postgres, ['--version'], { cwd: '/' });
  const installed = /\d+/.exec(stdout)?.[0];
  if (installed === version) return;
  const remedy = `Move ${dataDir} away to start with an empty database, or dump it with PostgreSQL ${version} first.`;
  throw new StartError(
    `The data in ${dataDir} was written by PostgreSQL ${version}; installed is ${installed}. ${remedy}`,
  );
}

/** The command line of a process, if there is such a process. */
async function commandOf(pid: number): Promise<string | undefined> {
  const fromProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (fromProc !== undefined || process.platform === 'linux') return fromProc;
  return run('ps', ['-o', 'command=', '-p', `${pid}`]).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

const stillRunning = (pid: number, dataDir: string): string =>
  `PostgreSQL (process ${pid}) still runs on ${dataDir}, started by somebody else. Stop it with \`kill -INT ${pid}\`.`;
