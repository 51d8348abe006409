import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CliConfig } from '../config.ts';
import { CliError } from '../cli-error.ts';

type Options = { say: (line: string) => void; signal: AbortSignal };

const STARTED_WITHIN_MS = 180_000;
const POLL_EVERY_MS = 500;

/** Resolves when all apps run: those of a running `npm start`, or of a new one, which stops when disposed. */
export async function ensureRunning(config: CliConfig, { say, signal }: Options): Promise<AsyncDisposable> {
  if (await isRunning(config)) return { async [Symbol.asyncDispose]() {} };
  say('Starting everything; this takes about 20 seconds');
  const main = fileURLToPath(new URL('../../../local/src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exited;
  };
  signal.addEventListener('abort', () => void stop());
  const deadline = performance.now() + STARTED_WITHIN_MS;
  while (!(await isRunning(config))) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || signal.aborted || performance.now() > deadline) {
      await stop();
      throw new CliError('The apps could not be started. Run npm start to see why.');
    }
    await delay(POLL_EVERY_MS);
  }
  return { [Symbol.asyncDispose]: stop };
}

/** The simulator is started last. */
const isRunning = async ({ apiUrl, simulatorUrl }: CliConfig): Promise<boolean> =>
  (await isHealthy(apiUrl)) && (await isHealthy(simulatorUrl));

const isHealthy = (url: string): Promise<boolean> =>
  fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );
