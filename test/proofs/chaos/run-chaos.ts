import { setTimeout as delay } from 'node:timers/promises';
import {
  countUnfinished,
  settled,
  startStack,
  type Ablation,
  type Backend,
  type Stack,
} from '../../support/processes/stack.ts';
import { checkHistory, type Findings } from './check-history.ts';
import { drawFaults } from './faults.ts';
import { seededRandom } from './random.ts';

export type ChaosOptions = {
  backend: Backend;
  seed: number;
  seconds: number;
  /** Callbacks per second. */
  rate: number;
  ablation?: Ablation;
  print: (line: string) => void;
};
export type ChaosResult = Findings & { backend: Backend; seed: number; faults: number };

const LOAD = { calls: 0, speed: 120, drop: 0.03, duplicate: 0.15, reorder: 0.2, delay: 0.05, forge: 0.02, slow: 0.01 };
const SETTLE_WITHIN_MS = 120_000;
const STANDSTILL_MS = 20_000;

/** Loads the whole system while a seeded schedule of faults strikes it; then waits until all is applied and checks the history. */
export async function runChaos({ backend, seed, seconds, rate, ablation, print }: ChaosOptions): Promise<ChaosResult> {
  await using stack = await startStack(backend, { ablation });
  const queues = `${backend}${stack.redis ? ` (${stack.redis.kind})` : ''}`;
  print(`${queues}: everything is up; ${rate} callbacks/s for ${seconds} s, seed ${seed}`);
  await stack.control.send('POST', 'load', { ...LOAD, rate, seed });
  const faults = await injectFaults(stack, { seed, seconds, print });
  await stack.control.send('POST', 'stop', {});
  print('load stopped; waiting until nothing is pending');
  await waitUntilSettled(stack, ablation !== undefined);
  if (stack.relay) {
    print('everything delivered is applied; scanning Twilio’s lists for calls whose callbacks never came');
    await scanEverything(stack);
    await waitUntilSettled(stack, ablation !== undefined);
  }
  return { backend, seed, faults, ...(await checkHistory(stack, { isScanned: stack.relay !== null })) };
}

/** Returns the number of faults. A target is not struck again before its last fault has passed. */
async function injectFaults(
  stack: Stack,
  { seed, seconds, print }: Pick<ChaosOptions, 'seed' | 'seconds' | 'print'>,
): Promise<number> {
  const random = seededRandom(seed);
  const drawn = drawFaults(stack, random);
  const active = new Map<string, Promise<void>>();
  const began = performance.now();
  const leftMs = () => seconds * 1000 - (performance.now() - began);
  let faults = 0;
  await delay(1500);
  while (leftMs() > 2000) {
    const fault = drawn.next().value;
    const pause = random.between(800, 3000);
    if (!active.has(fault.target)) {
      print(`  ${((seconds * 1000 - leftMs()) / 1000).toFixed(1).padStart(5)} s  ${fault.name}`);
      faults += 1;
      const passed = fault.strike().catch((error: unknown) => print(`        ${fault.name}: ${String(error)}`));
      active.set(
        fault.target,
        passed.finally(() => active.delete(fault.target)),
      );
    }
    await delay(Math.min(pause, Math.max(0, leftMs())));
  }
  await Promise.all(active.values());
  return faults;
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

/** With an ablation the system may never settle: then a count that stands still ends the wait. */
async function waitUntilSettled(stack: Stack, mayStandStill: boolean): Promise<void> {
  let last = { count: -1, since: performance.now() };
  await settled(async () => {
    const count = await countUnfinished(stack);
    if (count !== last.count) last = { count, since: performance.now() };
    if (mayStandStill && performance.now() - last.since > STANDSTILL_MS) return;
    if (count > 0) throw new Error(`${count} callbacks are pending`);
  }, SETTLE_WITHIN_MS).catch(() => {}); // the check reports what is pending
}
