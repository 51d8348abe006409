import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import { stopWithParent } from '../supervision/stop-with-parent.ts';
import type { Account } from './server-account.ts';

const run = promisify(execFile);

const INITDB = '-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-instructions --no-sync'.split(' ');
const PREVIOUS_STOPS_WITHIN_MS = 5000;

/**
 * Creates the database cluster, or copies one that is stopped, unless the folder has one. `rename` at the end: a killed start
 * leaves no half-made one.
 */
export async function createCluster(initdb: string, dataDir: string, account: Account, copyOf?: string): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const { uid, gid } = account;
  if (uid !== undefined && gid !== undefined) await chown(unfinished, uid, gid);
  const made =
    copyOf === undefined
      ? run(initdb, ['-D', unfinished, ...INITDB], { ...account, cwd: '/', env: { TZ: 'UTC' } })
      : run('cp', ['-a', `${copyOf}/.`, unfinished]);
  stopWithParent(made.child);
  await made;
  await rename(unfinished, dataDir);
}

/**
 * Waits until no server uses the folder; throws a `StartError` with its process id after 5 s. After a crash
 * `postmaster.pid` may name a process of another program that has got the same id, as happens when a container restarts.
 * PostgreSQL would refuse to start, so the file is removed.
 */
export async function releaseDataFolder(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'postmaster.pid');
  const deadline = Date.now() + PREVIOUS_STOPS_WITHIN_MS;
  for (;;) {
    const pid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0]);
    const command = pid ? await commandOf(pid) : undefined;
    if (command === undefined) return;
    if (!command.includes(dataDir)) return rm(lock, { force: true });
    if (Date.now() > deadline) throw new StartError(describeRunning(pid, dataDir));
    await delay(100);
  }
}

/** The command line of a process, if there is such a process. */
async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return run('ps', ['-o', 'command=', '-p', `${pid}`]).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

const describeRunning = (pid: number, dataDir: string): string =>
  `Another PostgreSQL (process ${pid}) already uses ${dataDir}. Stop it with \`kill -INT ${pid}\`, or set DATA_DIR to another folder.`;
