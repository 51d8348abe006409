import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';
import { freePort } from './free-port.ts';
import { eventually } from '../eventually.ts';

export interface AppOptions {
  /** Arguments after `main.ts`. */
  args?: string[];
  /** Added to our own environment; `undefined` takes a variable away. */
  env?: Record<string, string | undefined>;
  /** A free one when not given; handed to the app as PORT. */
  port?: number;
  /** 60,000 by default. */
  healthyWithinMs?: number;
}

/** Starts `apps/<name>/src/main.ts` and waits until its `GET /health` answers 200; it ends with us, however we end. */
export async function startApp(name: string, options: AppOptions = {}): Promise<AppProcess> {
  const app = new AppProcess(name, options.port ?? (await freePort()), options);
  await app.restart();
  return app;
}

/** Starts the simulator; `args` are those of its command `serve`. */
export async function startSimulator(args: string[] = [], options: AppOptions = {}): Promise<AppProcess> {
  const port = options.port ?? (await freePort());
  const serve = ['serve', '--quiet', '--port', `${port}`, ...args];
  return startApp('twilio-simulator', { ...options, port, args: serve });
}

const ENDING: NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGQUIT'];
const HEALTHY_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 15_000;

/** One of our apps as a process of its own, to be killed, frozen and started again on the same port. */
export class AppProcess implements AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly #name: string;
  readonly #port: number;
  readonly #options: AppOptions;
  /** A file, not a pipe: a logger would try for ever to write its last lines to a test that was killed. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'trunkline-app-'));
  #lastOutput = '';
  #child: ChildProcess | undefined;

  constructor(name: string, port: number, options: AppOptions) {
    this.url = `http://127.0.0.1:${port}`;
    this.#name = name;
    this.#port = port;
    this.#options = options;
  }

  /** Of the running process; another one after a restart. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What it wrote to stdout and stderr, over all restarts. */
  get output(): string {
    return this.#lastOutput || readFileSync(join(this.#folder, 'output'), 'utf8');
  }

  /** Null while it runs, and where a signal ended it. */
  get exitCode(): number | null {
    return this.#child?.exitCode ?? null;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends a signal; for one that ends a process, resolves when the process is gone. */
  async kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.#child || !this.isRunning) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    if (ENDING.includes(signal)) await exited;
  }

  /** Kills what is left of it, starts it again and waits until it is healthy. */
  async restart(): Promise<void> {
    await this.kill('SIGKILL');
    const child = this.#spawn();
    this.#child = child;
    const died = once(child, 'exit').then(([code, signal]) => Promise.reject(new Error(`ended: ${code ?? signal}`)));
    died.catch(() => {});
    const giveUp = new AbortController();
    child.once('exit', () => giveUp.abort());
    const timeoutMs = this.#options.healthyWithinMs ?? HEALTHY_WITHIN_MS;
    const healthy = eventually(() => this.#checkHealth(), { timeoutMs, signal: giveUp.signal });
    healthy.catch(() => {});
    await Promise.race([healthy, died]).catch(async (cause: unknown) => {
      await this.kill('SIGKILL');
      throw new Error(`${this.#name} did not get healthy at ${this.url}. It wrote:\n${this.output.trimEnd()}`, {
        cause,
      });
    });
  }

  /** A clean end, insisted on when it is frozen or stuck. */
  async [Symbol.asyncDispose](): Promise<void> {
    const insist = setTimeout(() => this.#child?.kill('SIGKILL'), ENDS_WITHIN_MS);
    await this.kill('SIGCONT');
    await this.kill('SIGTERM');
    clearTimeout(insist);
    this.#lastOutput ||= this.output;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const main = join(CHECKOUT, 'apps', this.#name, 'src', 'main.ts');
    const output = openSync(join(this.#folder, 'output'), 'a');
    const child = spawn(process.execPath, [main, ...(this.#options.args ?? [])], {
      cwd: CHECKOUT,
      env: { ...process.env, ...this.#options.env, HOST: '127.0.0.1', PORT: `${this.#port}` },
      stdio: ['ignore', output, output, 'ipc'], // the channel tells it when we are gone
    });
    closeSync(output);
    return child;
  }

  async #checkHealth(): Promise<void> {
    const response = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`GET /health answered ${response.status}`);
  }
}
