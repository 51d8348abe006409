import { EnvError } from '@trunkline/service';
import { setTimeout as delay } from 'node:timers/promises';
import { keepRunning } from '../supervision/keep-running.ts';
import type { AppPlan } from './plan-apps.ts';
import { type AppRun, type AppContext, runApp } from './run-app.ts';

const STOPS_WITHIN_MS = 10_000;
const HEALTH_EVERY_MS = 100;

/** Keeps an app running in a process of its own: prints a line for each crash and starts it again after a pause. */
export class SupervisedApp implements AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly #stopping = new AbortController();
  /** The mistakes of its environment, if it ended because of them. It is not started again. */
  faults: readonly string[] | undefined;
  readonly #supervision: Promise<void>;
  #run: AppRun | undefined;
  #isRestarting = false;

  constructor(plan: AppPlan, context: AppContext) {
    this.name = plan.name;
    this.url = `http://127.0.0.1:${plan.port}`;
    const run = async (): Promise<string> => {
      this.#run = runApp(plan, context);
      this.faults = await this.#run.misconfigured;
      if (this.faults) this.#stopping.abort();
      if (!this.#isRestarting) return this.#run.ended;
      this.#isRestarting = false;
      return run();
    };
    this.#supervision = keepRunning(plan.name, run, { signal: this.#stopping.signal, say: context.say });
  }

  /** True when `GET /health` answers 200 within two seconds. */
  async isHealthy(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(2000) });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  /** Resolves when the app is healthy or was stopped; rejects once it has ended because of its environment. */
  async untilHealthy(): Promise<void> {
    while (!this.#stopping.signal.aborted && !(await this.isHealthy())) await delay(HEALTH_EVERY_MS);
    if (this.faults) throw new EnvError(this.faults.join('\n'));
  }

  /** Ends the process and starts it with the environment as it is now; resolves when it is healthy. */
  async restart(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { child } = this.#run!;
    this.#isRestarting = true;
    child.kill('SIGTERM');
    while (this.#run?.child === child && !this.#stopping.signal.aborted) await delay(HEALTH_EVERY_MS);
    await this.untilHealthy();
  }

  /** Sends SIGTERM, and SIGKILL after ten seconds. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#run?.child.kill('SIGTERM');
    const timeout = setTimeout(() => this.kill(), STOPS_WITHIN_MS);
    await this.#supervision;
    clearTimeout(timeout);
  }

  /** Sends SIGKILL. */
  kill(): void {
    this.#stopping.abort();
    this.#run?.child.kill('SIGKILL');
  }
}
