import { setTimeout as delay } from 'node:timers/promises';
import type { AppProcess } from '../../support/processes/processes.ts';
import { countUnfinished, settled, type Backend, type Stack } from '../../support/processes/stack.ts';
import type { Ablation } from './ablations/ablations.ts';
import { checkHistory, type Findings } from './check-history.ts';
import { drawFaults, kindOf, listFaults } from './faults/draw-faults.ts';
import type { Scene } from './faults/fault.ts';
import { openScene } from './open-scene.ts';
import { measureRefusals, type Refusals, type Struck } from './measure-refusals.ts';
import { seededRandom } from './random.ts';

export type ChaosOptions = {
  backend: Backend;
  seed: number;
  seconds: number;
  /** Callbacks per second. */
  rate: number;
  ablation?: Ablation | undefined;
  /** Only faults whose names contain this text. */
  only?: string | undefined;
  /** Goes on after the time until each kind of fault has struck. */
  isComplete?: boolean;
  print: (line: string) => void;
};
export type ChaosResult = Findings &
  Refusals & {
    backend: Backend;
    seed: number;
    faults: number;
    /** Kinds of faults that never struck. */
    missing: string[];
  };

const LOAD = { calls: 0, speed: 120, drop: 0.03, duplicate: 0.15, reorder: 0.2, delay: 0.05, forge: 0.02, slow: 0.01 };
const SETTLE_WITHIN_MS = 120_000;
const CHECKS_AGAIN = 5;
const STANDSTILL_MS = 10_000;
const LOAD_WITHOUT_REDIS_MS = 3000;

/**
 * Loads the whole system while a seeded schedule of faults strikes it, waits until all is applied, with Redis gone for
 * good where the queues live there, and checks the history.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { backend, seed, seconds, rate, ablation, print } = options;
  await using opened = await openScene(backend, ablation);
  const { stack, spool } = opened;
  const queues = `${backend}${stack.redis ? ` (${stack.redis.kind})` : ''}`;
  print(`${queues}: everything is up; ${rate} callbacks/s for ${seconds} s, seed ${seed}`);
  await stack.control.send('POST', 'load', { ...LOAD, rate, seed });
  const longestMs = Math.min(60_000, (seconds * 1000) / 3);
  const scene = { stack, spool, random: seededRandom(seed), longestMs };
  const struck = await injectFaults(scene, options);
  // Each was started again after its fault, as by a supervisor.
  const apps = [stack.ingest, ...stack.workers, stack.relay].filter((app) => app !== null);
  for (const app of apps) if (!app.isRunning) throw new Error(`${app.name} does not run any more. ${app.output}`);
  const missing = listFaults(scene, options.only).filter((kind) => !struck.some(({ name }) => kindOf(name) === kind));
  if (stack.redis) {
    print('taking redis away for good');
    stack.redis.signal('SIGKILL');
    await delay(LOAD_WITHOUT_REDIS_MS);
  }
  await stack.control.send('POST', 'stop', {});
  print('load stopped; waiting until nothing is pending');
  const mayStandStill = ablation !== undefined;
  const left = await waitUntilSettled(stack, mayStandStill);
  if (left > 0 && !ablation) for (const app of apps) print(await describeApp(app));
  await stack.redis?.restart();
  const isScanned = stack.relay !== null && left === 0;
  if (isScanned) {
    print('everything delivered is applied; scanning Twilio’s lists for calls whose callbacks never came');
    await scanEverything(stack);
    await waitUntilSettled(stack, mayStandStill);
  }
  const check = () => stack.inSnapshot((query) => checkHistory({ control: stack.control, query }, { isScanned }));
  let findings = await check();
  for (let more = isScanned ? CHECKS_AGAIN : 0; more > 0 && findings.pending > 0; more--) {
    await waitUntilSettled(stack, mayStandStill); // the tiers go on, and may add a fact at any moment
    findings = await check();
  }
  const refusals = measureRefusals(await stack.control.deliveries(), struck);
  return {
    backend,
    seed,
    faults: struck.length,
    missing,
    ...findings,
    ...refusals,
    pending: Math.max(left, findings.pending),
  };
}

/** Returns the faults that struck. A target is not struck again before its last fault has passed. */
async function injectFaults(
  scene: Scene,
  { seconds, only, isComplete = false, print }: Pick<ChaosOptions, 'seconds' | 'only' | 'isComplete' | 'print'>,
): Promise<Struck[]> {
  const drawn = drawFaults(scene, only);
  const struck: Struck[] = [];
  const active = new Map<string, Promise<void>>();
  const began = performance.now();
  const leftMs = () => seconds * 1000 - (performance.now() - began);
  const open = new Set(isComplete ? listFaults(scene, only) : []);
  await delay(1500);
  while (leftMs() > 2000 || open.size > 0) {
    const { name, detail, targets, strike } = drawn.next().value;
    if (leftMs() <= 2000) {
      if (!open.has(kindOf(name))) continue;
      await Promise.all(targets.flatMap((target) => active.get(target) ?? []));
    }
    const pause = scene.random.between(800, 3000);
    if (!targets.some((target) => active.has(target))) {
      const at = ((seconds * 1000 - leftMs()) / 1000).toFixed(1).padStart(5);
      print(`  ${at} s  ${name}${detail ? `: ${detail}` : ''}`);
      const fault: Struck = { name, targets, from: Date.now(), until: Infinity };
      struck.push(fault);
      open.delete(kindOf(name));
      const passed = strike()
        .catch((error: unknown) => print(`        ${name}: ${String(error)}`))
        .finally(() => {
          fault.until = Date.now();
          for (const target of targets) active.delete(target);
        });
      for (const target of targets) active.set(target, passed);
    }
    await delay(Math.min(pause, Math.max(0, leftMs())));
  }
  await Promise.all(active.values());
  return struck;
}

const LAST_LINES = 20;

/** What is needed to find out why callbacks are left: its health, and the last lines that it wrote. */
async function describeApp({ name, url, output, isRunning }: AppProcess): Promise<string> {
  const health = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5000) }).then((r) => r.text(), String);
  const lines = output.trimEnd().split('\n').slice(-LAST_LINES);
  return `${name} ${isRunning ? 'runs' : 'has ended'}: ${health}\n    ${lines.join('\n    ')}`;
}

/** Requests a scan as the API does, and waits until it ends. */
async function scanEverything(stack: Stack): Promise<void> {
  const [run] = await stack.query<{ id: string }>(
    `insert into sync_runs (kind, since, until) values ('sync', now() - interval '2 hours', now()) returning id`,
  );
  await settled(async () => {
    const [row] = await stack.query<{ state: string; error: string | null }>(
      `select state, error from sync_runs where id = ${run!.id}`,
    );
    if (row!.state !== 'completed') throw new Error(`the scan is ${row!.state}: ${row!.error ?? ''}`);
  }, SETTLE_WITHIN_MS);
}

/** Returns what is left. With an ablation the system may never settle: then a count that stands still ends the wait. */
async function waitUntilSettled(stack: Stack, mayStandStill: boolean): Promise<number> {
  let last = { count: -1, since: performance.now() };
  await settled(async () => {
    const count = await countUnfinished(stack);
    if (count !== last.count) last = { count, since: performance.now() };
    if (mayStandStill && performance.now() - last.since > STANDSTILL_MS) return;
    if (count > 0) throw new Error(`${count} callbacks are pending`);
  }, SETTLE_WITHIN_MS).catch(() => {}); // the check reports what is pending
  return last.count;
}
