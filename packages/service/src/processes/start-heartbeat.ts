import { setTimeout as delay } from 'node:timers/promises';
import type { HealthReport } from '../http/operations-router.ts';
import type { Logger } from '../logger.ts';
import { describeLoops, type LoopState } from '../loops/loop-health.ts';
import { startLoop } from '../loops/start-loop.ts';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';

/** What a process knows about a component that it needs. `off`: a setting is missing, and it is not used. */
export type DependencyReport = {
  state: 'up' | 'unavailable' | 'off';
  /** Time of the last answer, or of the last request without one. */
  at: string | null;
  latency_ms: number | null;
  since?: string;
  /** Why it does not work, and what to do. */
  cause?: string;
};

/** Of a component that is not used without this setting. */
export const offWithout = (setting: string): DependencyReport => ({
  state: 'off',
  at: null,
  latency_ms: null,
  cause: `${setting} is not set`,
});

export type DependencyReports = Record<string, DependencyReport>;
export type Figures = Record<string, number>;
type FailingLoop = Pick<LoopState, 'state' | 'error' | 'failures'> & { name: string };

/** What one process says of itself, every 10 s. */
export type Heartbeat = ProcessIdentity & {
  state: 'ok' | 'degraded' | 'unhealthy';
  /** As in `/health`. */
  report: object;
  failingLoops: FailingLoop[];
  dependencies: DependencyReports;
  figures: Figures;
};

/** `/health` and what its process needs. The heartbeat takes it as well, so that it may ask no database. */
export type ProcessReport = HealthReport & { dependencies?: DependencyReports };

export type HeartbeatParts = {
  app: string;
  describe: () => ProcessReport | Promise<ProcessReport>;
  /** Sums and times since the last heartbeat. */
  figures?: () => Figures;
  /** One statement. While it fails the loop repeats it, and nothing else of the process waits. */
  save: (heartbeat: Heartbeat) => Promise<unknown>;
  /** Records that the process has ended. */
  end: (id: string) => Promise<unknown>;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

const NAME = 'heartbeat';
const EVERY_MS = 10_000;
const END_WITHIN_MS = 1000;
const LONGEST_ERROR = 300;

/**
 * Says every 10 s that this process lives, and how it does. Disposing of it records a clean end, within a second. Dispose of
 * it before the connections that it writes on.
 */
export function startHeartbeat({
  app,
  describe,
  figures = () => ({}),
  save,
  end,
  log,
}: HeartbeatParts): AsyncDisposable {
  const identity = identifyProcess(app);
  let latencyMs: number | null = null;
  let savedAt: string | null = null;

  async function beat(): Promise<void> {
    const { healthy, dependencies: others = {}, ...report } = await describe();
    const { isHealthy, loops } = describeLoops();
    const failingLoops = findFailing(loops);
    const postgres: DependencyReport = { state: 'up', at: savedAt, latency_ms: latencyMs };
    const dependencies = { postgres, ...others };
    const isDegraded =
      failingLoops.length > 0 || Object.values(dependencies).some(({ state }) => state === 'unavailable');
    const state = !healthy || !isHealthy ? 'unhealthy' : isDegraded ? 'degraded' : 'ok';
    const began = performance.now();
    await save({ ...identity, state, report, failingLoops, dependencies, figures: figures() });
    latencyMs = Math.round((performance.now() - began) * 10) / 10;
    savedAt = new Date().toISOString();
  }

  const loop = startLoop(NAME, EVERY_MS, beat, log);
  return {
    async [Symbol.asyncDispose]() {
      await loop[Symbol.asyncDispose]();
      const ended = Promise.resolve(end(identity.id)).catch(() => {}); // unavailable: it is silent then
      await Promise.race([ended, delay(END_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

/** Its own failure is over when it can be saved. */
const findFailing = (loops: Record<string, LoopState>): FailingLoop[] =>
  Object.entries(loops).flatMap(([name, { state, error, failures }]) =>
    state === 'ok' || name === NAME ? [] : [{ name, state, error: error?.slice(0, LONGEST_ERROR) ?? null, failures }],
  );
