import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Account } from './server-account.ts';
import { stopWithParent } from '../supervision/stop-with-parent.ts';
import { StartError } from '../start-error.ts';

/** smart waits for clients, fast cuts them off, immediate is a crash: the next start recovers from the log. */
type StopMode = 'smart' | 'fast' | 'immediate';

export interface Postgres extends AsyncDisposable {
  /** Superuser's URL of the database `postgres`. */
  url: string;
  pid: number;
  /** Where the data really is: not the folder asked for when the server's account cannot get there. */
  dataDir: string;
  /** Resolves when the server is gone, with how it ended. */
  exited: Promise<string>;
  /** Ends the server; throw-away data stays until disposal. */
  stop(mode?: StopMode): Promise<void>;
}

interface Launch {
  dataDir: string;
  port: number;
  settings: Record<string, string>;
  logFile: string;
  account: Account;
  isThrowAway: boolean;
}

const SIGNALS = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
const READY_WITHIN_MS = 120_000; // recovery after a crash replays up to max_wal_size
const STOPPED_WITHIN_MS = 30_000;

/** Runs the server on an existing cluster and resolves when it answers. */
export async function launchPostgres(program: string, launch: Launch): Promise<Postgres> {
  const child = spawnServer(program, launch);
  const exited = once(child, 'exit').then(([code, signal]) => `${signal ?? `exit code ${code}`}`);
  exited.catch(() => {}); // told by untilReady
  stopWithParent(child, launch.isThrowAway ? launch.dataDir : '');
  const stop = async (mode: StopMode = 'fast'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(SIGNALS[mode]);
    const insist = setTimeout(() => child.kill(SIGNALS.immediate), STOPPED_WITHIN_MS);
    await exited;
    clearTimeout(insist);
  };
  const server: Postgres = {
    url: `postgresql://postgres@127.0.0.1:${launch.port}/postgres`,
    pid: child.pid ?? 0,
    dataDir: launch.dataDir,
    exited,
    stop,
    async [Symbol.asyncDispose]() {
      await stop(launch.isThrowAway ? 'immediate' : 'fast');
      if (launch.isThrowAway) await rm(launch.dataDir, { recursive: true, force: true });
    },
  };
  await untilReady(server.url, child, launch.logFile);
  return server;
}

function spawnServer(program: string, { dataDir, port, settings, logFile, account }: Launch): ChildProcess {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a');
  // A process group of its own: Ctrl-C in the terminal is for us, and the apps are stopped before their database.
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

async function untilReady(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
  failed.catch(() => {});
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(url))) {
    await Promise.race([delay(50), failed]);
    if (child.exitCode === null && child.signalCode === null && Date.now() < deadline) continue;
    child.kill('SIGQUIT');
    const log = await readFile(logFile, 'utf8').catch(() => '');
    throw new StartError(
      `PostgreSQL did not start. The end of ${logFile}:\n${log.trimEnd().split('\n').slice(-8).join('\n')}`,
    );
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
