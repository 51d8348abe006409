import { execFile, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';
import { freePort } from './free-port.ts';
import { stopWithParent } from '../../../apps/local/src/supervision/stop-with-parent.ts';
import type { ComposeService } from '../compose/compose-file.ts';
import { eventually } from '../eventually.ts';

/** The address on this machine for each `host:port` of the compose file. */
export type Places = Record<string, string>;

/** A service as a process, with its own command, environment and health check; only addresses and its port differ. */
export interface ComposeProcess extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Resolves with exit code and signal. */
  ended: Promise<unknown[]>;
  /** Waits until the health check of the service succeeds. */
  untilHealthy(): Promise<void>;
  stop(): void;
}

/** How the command of a service is run: what `spawn` gets. */
export type Launcher = (command: string[], env: NodeJS.ProcessEnv) => { command: string[]; options: SpawnOptions };

/** Runs the command with the environment of the service in a folder, as the image does in /app. */
export const inFolder =
  (folder: string): Launcher =>
  (command, env) => ({ command, options: { cwd: folder, env } });

/** Runs a service that ends by itself; returns its exit code and output. */
export async function runToEnd(
  service: ComposeService,
  places: Places,
  launcher = inFolder(CHECKOUT),
): Promise<{ code: unknown; output: string }> {
  const { child, output } = launch(movedTo(service, places), launcher);
  const [code] = await once(child, 'close');
  return { code, output: output() };
}

/** Starts a service on a free port, which is added to `places` under `name`. */
export async function startService(
  name: string,
  service: ComposeService,
  places: Places,
  launcher = inFolder(CHECKOUT),
): Promise<ComposeProcess> {
  const port = await freePort();
  const inside = `${service.environment['PORT'] ?? service.ports?.[0]?.split(':').at(-1)}`;
  places[`${name}:${inside}`] = `127.0.0.1:${port}`;
  const moved = movedTo(service, { ...places, [inside]: `${port}` });
  const { child, output, kill } = launch(moved, launcher);
  const ended = once(child, 'exit');
  const exited = new AbortController();
  child.once('exit', () => exited.abort());
  const waiting = { timeoutMs: 180_000, everyMs: 250, signal: exited.signal };
  return {
    url: `http://127.0.0.1:${port}`,
    ended,
    stop: () => kill('SIGTERM'),
    untilHealthy: () => eventually(() => checkHealth(moved, output), waiting),
    async [Symbol.asyncDispose]() {
      kill('SIGKILL');
      await ended;
    },
  };
}

type Program = Pick<ComposeService, 'command' | 'environment' | 'healthcheck'>;

/** Replaces longer names first: `host:port` contains `port`. A name may be a folder. */
function movedTo({ command, environment, healthcheck }: ComposeService, places: Places): Program {
  const names = Object.keys(places).toSorted((a, b) => b.length - a.length);
  const anyPlace = new RegExp(`(?<!\\w)(?:${names.join('|')})\\b`, 'g');
  const text = JSON.stringify({ command, environment, healthcheck });
  return JSON.parse(text.replaceAll(anyPlace, (name) => places[name] ?? name)) as Program;
}

const envOf = ({ environment }: Program): NodeJS.ProcessEnv => {
  const given = Object.entries(environment).map(([name, value]) => [name, `${value}`]);
  return { ...Object.fromEntries(given), PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}` };
};

function launch(program: Program, launcher: Launcher) {
  const { command, options } = launcher(program.command, envOf(program));
  const [file = '', ...args] = command;
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  stopWithParent(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  /** A detached one is a group of processes, as `buildah run` is. */
  const kill = (signal: NodeJS.Signals): void => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    process.kill(options.detached ? -child.pid : child.pid, signal);
  };
  return { child, output: () => output, kill };
}

async function checkHealth(program: Program, output: () => string): Promise<void> {
  const [kind, file = '', ...args] = program.healthcheck?.test ?? [];
  if (kind !== 'CMD') throw new Error(`A health check must be a list that begins with CMD, not ${kind}`);
  try {
    await promisify(execFile)(file, args, { cwd: CHECKOUT, env: envOf(program) });
  } catch (cause) {
    throw new Error(`${program.command.join(' ')} is not healthy. It wrote:\n${output()}`, { cause });
  }
}
