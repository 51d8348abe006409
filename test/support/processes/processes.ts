import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';
import { freePort } from './free-port.ts';
import { APP_RIGHTS } from '@trunkline/access';
import { eventually } from '../eventually.ts';
import { asLoginOf } from '../db/as-login.ts';

export interface AppOptions {
  /** Arguments after `main.ts`. */
  args?: string[];
  /** Added to the environment of the test; `undefined` removes a variable. */
  env?: Record<string, string | undefined>;
  /** Passed to the app as PORT; a free one by default. */
  port?: number;
  /** The folder whose code runs; this checkout by default. */
  checkout?: string;
  /** 60,000 by default. */
  healthyWithinMs?: number;
}

/** Starts `apps/<name>/src/main.ts` and waits until its `GET /health` answers 200. It ends when the test process ends. */
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

/** The app logs in to a test database as in production: as itself. What tests api with other logins gives them by name. */
function asItself(app: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL } = env;
  const isOwner = DATABASE_URL !== undefined && URL.parse(DATABASE_URL)?.username === TEST_OWNER;
  return isOwner && app in APP_RIGHTS ? { ...env, DATABASE_URL: asLoginOf(app, DATABASE_URL) } : env;
}

const TEST_OWNER = 'postgres';
const ENDING: NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGQUIT'];
const HEALTHY_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 15_000;

/** An app as a process that can be killed, frozen and started again on the same port. */
export class AppProcess implements AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly name: string;
  readonly #port: number;
  readonly #options: AppOptions;
  /** For its output. A file, not a pipe: a logger would retry forever to write its last lines to a test that was killed. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'trunkline-app-'));
  #lastOutput = '';
  #child: ChildProcess | undefined;

  constructor(name: string, port: number, options: AppOptions) {
    this.url = `http://127.0.0.1:${port}`;
    this.name = name;
    this.#port = port;
    this.#options = options;
  }

  /** Changes with each restart. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Its stdout and stderr, over all restarts. */
  get output(): string {
    return this.#lastOutput || readFileSync(join(this.#folder, 'output'), 'utf8');
  }

  /** Null while it runs, and if a signal ended it. */
  get exitCode(): number | null {
    return this.#child?.exitCode ?? null;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends a signal; if it is one that ends a process, resolves when the process has ended. */
  async kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.#child || !this.isRunning) return;
    const exited = ENDING.includes(signal) && once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }

  /** Kills the process if it still runs, starts a new one, with more in its environment if wanted, and waits until it is healthy. */
  async restart(env: Record<string, string> = {}): Promise<void> {
    await this.kill('SIGKILL');
    const child = this.#spawn(env);
    this.#child = child;
    const ended = once(child, 'exit').then(([code, signal]) => Promise.reject(new Error(`ended: ${code ?? signal}`)));
    ended.catch(() => {});
    const giveUp = new AbortController();
    child.once('exit', () => giveUp.abort());
    const timeoutMs = this.#options.healthyWithinMs ?? HEALTHY_WITHIN_MS;
    const healthy = eventually(() => this.#checkHealth(), { timeoutMs, signal: giveUp.signal });
    healthy.catch(() => {});
    await Promise.race([healthy, ended]).catch(async (cause: unknown) => {
      await this.kill('SIGKILL');
      throw new Error(`${this.name} did not get healthy at ${this.url}. It wrote:\n${this.output.trimEnd()}`, {
        cause,
      });
    });
  }

  /** Ends the process cleanly, and kills it after 15 s. */
  async [Symbol.asyncDispose](): Promise<void> {
    const killing = setTimeout(() => this.#child?.kill('SIGKILL'), ENDS_WITHIN_MS);
    await this.kill('SIGCONT');
    await this.kill('SIGTERM');
    clearTimeout(killing);
    this.#lastOutput ||= this.output;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** `NODE_OPTIONS` are added to those it has. Another checkout's app is not known to have a login of its own. */
  #spawn(more: Record<string, string>): ChildProcess {
    const { checkout } = this.#options;
    const main = join(checkout ?? CHECKOUT, 'apps', this.name, 'src', 'main.ts');
    const output = openSync(join(this.#folder, 'output'), 'a');
    const env = { ...process.env, ...this.#options.env };
    const nodeOptions = [env['NODE_OPTIONS'], more['NODE_OPTIONS']].filter(Boolean);
    const own = { ...env, ...more, NODE_OPTIONS: nodeOptions.join(' '), HOST: '127.0.0.1', PORT: `${this.#port}` };
    const child = spawn(process.execPath, [main, ...(this.#options.args ?? [])], {
      cwd: checkout ?? CHECKOUT,
      env: checkout ? own : asItself(this.name, own),
      stdio: ['ignore', output, output, 'ipc'], // the channel closes when the test process ends
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
