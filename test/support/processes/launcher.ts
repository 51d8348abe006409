import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPS, variableOf } from '../../../apps/local/src/apps.ts';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';
import { freePort } from './free-port.ts';

/** The variables of the ports that `npm start` may use. */
export const PORTS = [...APPS.map(({ name }) => variableOf(name, 'PORT')), 'SIMULATOR_PORT', 'POSTGRES_PORT'];

/** A free port for each of them. */
export const freePorts = async (): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all(PORTS.map(async (name) => [name, `${await freePort()}`])));

/** A new folder for the data of `npm start`. */
export async function newDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-start-'));
  await chmod(folder, 0o755); // as root, the server is `nobody`
  return folder;
}

/** Killed when disposed, unless it has ended. */
export type Launcher = AsyncDisposable & {
  child: ChildProcess;
  /** Exit code and signal. */
  exited: Promise<unknown[]>;
  /** What it has written so far. */
  output: () => string;
};

/** Starts what `npm start` runs, without the database and the Redis of the tests. */
export function startLauncher(env: Record<string, string>, args: readonly string[] = []): Launcher {
  const { DATABASE_URL: _, REDIS_URL: __, ...own } = process.env;
  const child = spawn(process.execPath, [join(CHECKOUT, 'apps/local/src/main.ts'), ...args], {
    env: { ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const exited = once(child, 'exit');
  return {
    child,
    exited,
    output: () => output,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
