import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CHECKOUT } from '../checkout.ts';
import type { LocalConfig } from '../config.ts';

export interface ConnectionContext {
  config: LocalConfig;
  /** Prints a line to the terminal. */
  say: (line: string) => void;
  signal: AbortSignal;
}

/** What CONNECT names: connected while this runs, and given back when disposed. */
export interface Connections extends AsyncDisposable {
  /** Connects all to the public address, once ingest can be reached by it. */
  connect: () => Promise<void>;
}

export function keepConnected({ config, say, signal }: ConnectionContext): Connections {
  const connected = new Set<string>();
  return {
    async connect() {
      if (config.CONNECT.size > 0) await untilReachable(config.WEBHOOK_BASE_URL, say, signal);
      for (const target of config.CONNECT) {
        signal.throwIfAborted();
        connected.add(target);
        const { isDone, text } = await trunkline(config, 'connect', target);
        say(isDone ? `${target} is connected: its calls come to ${config.WEBHOOK_BASE_URL}` : `${target}: ${text}`);
        if (!isDone) connected.delete(target);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const target of connected) {
        const { isDone, text } = await trunkline(config, 'disconnect', target);
        const later = `Once this runs again: npx trunkline disconnect ${target}`;
        say(isDone ? `${target} has again what it had before` : `${target} was not given back: ${text}. ${later}`);
      }
    },
  };
}

const REACHABLE_WITHIN_MS = 60_000;

/** A new tunnel takes some seconds. Says so where it takes longer, and goes on: Twilio may see more than this machine. */
async function untilReachable(address: string, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  for (const until = Date.now() + REACHABLE_WITHIN_MS; Date.now() < until; await delay(500, undefined, { signal })) {
    const answer = await fetch(`${address}/api/webhook-test/`, { signal: AbortSignal.timeout(5000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  say(`${address} does not reach ingest from this machine: check the tunnel with npx trunkline doctor`);
}

const run = promisify(execFile);

/** Runs a command as a person would; `text` is what it says. */
async function trunkline(config: LocalConfig, ...args: string[]): Promise<{ isDone: boolean; text: string }> {
  const [key] = config.API_KEYS;
  const main = join(CHECKOUT, 'apps', 'cli', 'src', 'main.ts');
  const asked = [...args, '--yes', '--url', `http://127.0.0.1:${config.API_PORT}`, ...(key ? ['--key', key] : [])];
  try {
    const { stderr } = await run(process.execPath, [main, ...asked], { env: { ...process.env, FORCE_COLOR: '0' } });
    return { isDone: true, text: stderr.trim() };
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    return { isDone: false, text: (stderr.trim() || message).replace(/\.$/, '') };
  }
}
