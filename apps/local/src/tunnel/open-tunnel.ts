import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { keepRunning } from '../supervision/keep-running.ts';
import { stopWithParent } from '../supervision/stop-with-parent.ts';
import type { TunnelProgram } from './tunnel-programs.ts';

export interface TunnelContext {
  /** Where the tunnel ends on this machine. */
  origin: string;
  logFolder: string;
  /** Prints a line to the terminal. */
  say: (line: string) => void;
  /** Ends the start early. */
  signal: AbortSignal;
}

export interface Tunnel extends AsyncDisposable {
  /** The public address, without a slash at its end. */
  address: string;
  /** Called where the address has changed: the program was started again. */
  onMove: () => void;
}

const OPENS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 5000;

/**
 * Runs the program and resolves with its public address. Afterwards it is started again whenever it ends. Throws a `StartError`
 * where it is not installed, ends, or tells no address within a minute.
 */
export async function openTunnel(program: TunnelProgram, context: TunnelContext): Promise<Tunnel> {
  const { origin, logFolder, say, signal } = context;
  const { name, args, addressIn, remedy } = program;
  const stopping = new AbortController();
  const opened = Promise.withResolvers<Tunnel>();
  let tunnel: Tunnel | undefined;
  let child: ReturnType<typeof spawn> | undefined;

  async function run(): Promise<string> {
    const log = createWriteStream(join(logFolder, `${name}.log`), { flags: 'a' });
    const running = spawn(name, args(origin), { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child = running;
    stopWithParent(running);
    let last = '';
    for (const stream of [running.stdout, running.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        if (line.trim()) last = line.trim();
        const address = addressIn(line)?.replace(/\/+$/, '');
        if (address === undefined || address === tunnel?.address) return;
        if (tunnel) {
          tunnel.address = address;
          tunnel.onMove();
        } else opened.resolve((tunnel = { address, onMove: () => {}, [Symbol.asyncDispose]: stop }));
      });
    const end = await once(running, 'close').then(
      ([code, killer]) => `${killer ?? `exit code ${code}`}: ${last.slice(0, 240)}`,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') return error.message;
        opened.reject(new StartError(`${name} is not installed. ${remedy}`));
        return 'it is not installed';
      },
    );
    log.end();
    opened.reject(new StartError(`${name} opened no tunnel (${end}). Its log: ${join(logFolder, `${name}.log`)}`));
    if (!tunnel) stopping.abort();
    return end;
  }

  const supervision = keepRunning(name, run, { signal: stopping.signal, say });
  const stop = async (): Promise<void> => {
    stopping.abort();
    child?.kill('SIGTERM');
    const timeout = setTimeout(() => child?.kill('SIGKILL'), STOPS_WITHIN_MS);
    await supervision;
    clearTimeout(timeout);
  };
  try {
    return await Promise.race([opened.promise, refuseLater(name, AbortSignal.any([signal, stopping.signal]))]);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function refuseLater(name: string, signal: AbortSignal): Promise<never> {
  await delay(OPENS_WITHIN_MS, undefined, { signal, ref: false });
  throw new StartError(
    `${name} told no address within ${OPENS_WITHIN_MS / 1000} s. Check that this machine is online.`,
  );
}
