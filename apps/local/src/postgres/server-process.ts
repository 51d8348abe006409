import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { stopWithParent } from '../supervision/stop-with-parent.ts';
import type { Account } from './server-account.ts';

/** `fast` disconnects the clients and writes a checkpoint; `immediate` is a crash, and the next start recovers. */
type StopMode = 'fast' | 'immediate';

export interface Postgres extends AsyncDisposable {
  /** The superuser's URL of the database `postgres`. */
  url: string;
  pid: number;
  /** Differs from the folder in the options when the server's account cannot reach that one. */
  dataDir: string;
  /** Resolves when the process has exited, with its exit code or signal in words. */
  exited: Promise<string>;
  /** Stops the server; a temporary data folder stays until disposal. */
  stop(mode?: StopMode): Promise<void>;
}

interface Launch {
  dataDir: string;
  port: number;
  settings: Record<string, string>;
  logFile: string;
  account: Account;
  isTemporary: boolean;
  password?: string;
}

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
const READY_WITHIN_MS = 120_000; // recovery after a crash replays up to max_wal_size
const STOPPED_WITHIN_MS = 30_000;

/** Runs the server on an existing cluster and resolves when it accepts connections. */
export async function launchServer(program: string, launch: Launch): Promise<Postgres> {
  const { dataDir, isTemporary } = launch;
  const child = spawnServer(program, launch);
  const exited = once(child, 'exit').then(([code, signal]) => `${signal ?? `exit code ${code}`}`);
  exited.catch(() => {}); // a program that cannot be run rejects in untilReady
  stopWithParent(child, isTemporary ? dataDir : '');
  const stop = async (mode: StopMode = 'fast'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(SIGNALS[mode]);
    const timeout = setTimeout(() => child.kill(SIGNALS.immediate), STOPPED_WITHIN_MS);
    await exited;
    clearTimeout(timeout);
  };
  await untilReady(child, exited, launch);
  return {
    url: `postgresql://postgres${launch.password ? `:${launch.password}` : ''}@127.0.0.1:${launch.port}/postgres`,
    pid: child.pid ?? 0,
    dataDir,
    exited,
    stop,
    async [Symbol.asyncDispose]() {
      await stop(isTemporary ? 'immediate' : 'fast');
      if (isTemporary) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function spawnServer(program: string, { dataDir, port, settings, logFile, account }: Launch): ChildProcess {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a');
  // A process group of its own: Ctrl-C reaches only the launcher, which stops the apps before their database.
  const child = spawn(program, ['-D', dataDir, '-p', `${port}`, ...options], {
    ...account,
    cwd: '/',
    env: { TZ: 'UTC' },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  return child;
}

async function untilReady(child: ChildProcess, exited: Promise<string>, launch: Launch): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(child, launch.dataDir))) {
    const end = await Promise.race([delay(50), exited]);
    if (end === undefined && Date.now() < deadline) continue;
    child.kill(SIGNALS.immediate);
    throw new StartError(await describeFailure(launch));
  }
}

/** As `pg_ctl -w` does: the first line of `postmaster.pid` is the server's process id, the eighth its state. */
async function isReady({ pid }: ChildProcess, dataDir: string): Promise<boolean> {
  const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return lines[0] === `${pid}` && lines[7]?.trim() === 'ready';
}

async function describeFailure({ dataDir, logFile }: Launch): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const end = log.trimEnd().split('\n').slice(-8).join('\n');
  const remedy = end.includes('database files are incompatible with server')
    ? `\nMove ${dataDir} to another place to start with an empty database, or dump it first with the version that wrote it.`
    : '';
  return `PostgreSQL did not start. The end of ${logFile}:\n${end}${remedy}`;
}
