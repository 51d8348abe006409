import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { APPS, variableOf } from '../../apps/local/src/apps.ts';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { toolEnv } from '../image/tool-env.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/processes/free-port.ts';
import { getChild, listProcessesWith } from '../support/processes/process-tree.ts';

const PORTS = [...APPS.map(({ name }) => variableOf(name, 'PORT')), 'SIMULATOR_PORT', 'POSTGRES_PORT'];

let folder: string;
let ports: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-parent-'));
  await chmod(folder, 0o755); // as root, the server is `nobody`
  ports = Object.fromEntries(await Promise.all(PORTS.map(async (name) => [name, `${await freePort()}`])));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs npm as a terminal does; `mark` is in the environment or the command line of all that it starts. */
function runNpm(args: string[], env: NodeJS.ProcessEnv) {
  const { DATABASE_URL: _, REDIS_URL: __, JEST_WORKER_ID: ___, ...kept } = toolEnv(env);
  const child = spawn('npm', args, { cwd: CHECKOUT, env: kept, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return { child, exited: once(child, 'exit'), output: () => output };
}

type Victim = 'npm' | 'the shell' | 'the launcher';

/** npm starts a shell; some shells run the launcher in their own process. */
function pidOf(victim: Victim, npm: number): number {
  if (victim === 'npm') return npm;
  const shell = getChild(npm);
  if (victim === 'the shell' || !shell.command.includes(' -c ')) return shell.pid;
  return getChild(shell.pid).pid;
}

/** One data folder for all: each start continues what the one before left. */
test.each<[NodeJS.Signals, Victim, string]>([
  ['SIGKILL', 'npm', 'Starting PostgreSQL'],
  ['SIGKILL', 'the launcher', 'Migrating the database'],
  ['SIGTERM', 'npm', 'Migrating the database'],
  ['SIGKILL', 'the shell', 'Starting 8 apps'],
  ['SIGTERM', 'the shell', 'stored '],
  ['SIGKILL', 'the launcher', 'stored '],
])('%s to %s after "%s" leaves no process of npm start behind', async (signal, victim, moment) => {
  const run = runNpm(['start'], { ...ports, DATA_DIR: folder });
  await eventually(() => expect(run.output()).toContain(moment), { timeoutMs: 180_000, everyMs: 20 });
  process.kill(pidOf(victim, run.child.pid ?? 0), signal);
  await run.exited;
  await eventually(() => expect(listProcessesWith(folder)).toEqual([]), { timeoutMs: 90_000 });
});

/** The servers of a run: each has a guard that names its process id. They keep no environment that could be searched. */
const serversOf = (mark: string): number[] =>
  listProcessesWith(mark).flatMap(({ command }) => {
    const [, pid] = / stop-with-parent (\d+)/.exec(command) ?? [];
    return pid === undefined ? [] : [Number(pid)];
  });

test.each<[NodeJS.Signals, Victim]>([
  ['SIGTERM', 'npm'],
  ['SIGKILL', 'npm'],
])('%s to %s leaves no server of npm test behind', async (signal, victim) => {
  const TRUNKLINE_MARK = `${folder}/${signal}`;
  const env = { TRUNKLINE_MARK, TEST_PORTS_FROM: '30000' };
  const run = runNpm(['test', '--', 'packages/db/src/connection', '--maxWorkers=1'], env);
  const servers = await eventually(
    () => {
      const pids = serversOf(TRUNKLINE_MARK);
      expect(run.output()).toContain('PASS'); // PostgreSQL and Redis run, and the workers of Jest
      expect(pids.length).toBe(2);
      return pids;
    },
    { timeoutMs: 180_000, everyMs: 10 },
  );
  process.kill(pidOf(victim, run.child.pid ?? 0), signal);
  await run.exited;
  const gone = { timeoutMs: 90_000 };
  await eventually(() => expect(listProcessesWith(TRUNKLINE_MARK)).toEqual([]), gone);
  await eventually(() => expect(servers.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]), gone);
});
