import { setTimeout as delay } from 'node:timers/promises';
import { keepRunning } from '../supervision/keep-running.ts';
import type { AppPlan } from './plan-apps.ts';
import { type AppRun, type AppSurroundings, runApp } from './run-app.ts';

const STOPS_WITHIN_MS = 10_000;
const HEALTH_EVERY_MS = 100;

/** Keeps one app running in a process of its own; a crash is told in one line and healed after a pause. */
export class SupervisedApp implements AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly #stopping = new AbortController();
  readonly #supervision: Promise<void>;
  #run: AppRun | undefined;

  constructor(plan: AppPlan, surroundings: AppSurroundings) {
    this.name = plan.name;
    this.url = `http://127.0.0.1:${plan.port}`;
    const run = () => {
      this.#run = runApp(plan, surroundings);
      return this.#run.ended;
    };
    this.#supervision = keepRunning(plan.name, run, { signal: this.#stopping.signal, say: surroundings.say });
  }

  /** Whether `GET /health` answers 200 now. */
  async isHealthy(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(2000) });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  /** Resolves when it is healthy, or when it is stopped. */
  async untilHealthy(): Promise<void> {
    while (!this.#stopping.signal.aborted && !(await this.isHealthy())) await delay(HEALTH_EVERY_MS);
  }

  /** SIGTERM, then SIGKILL for one that does not end in time. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#run?.child.kill('SIGTERM');
    const insist = setTimeout(() => this.kill(), STOPS_WITHIN_MS);
    await this.#supervision;
    clearTimeout(insist);
  }

  /** At once, with no time to close anything. */
  kill(): void {
    this.#stopping.abort();
    this.#run?.child.kill('SIGKILL');
  }
}
