import { setTimeout as delay } from 'node:timers/promises';
import { settled, startStack, type Ablation, type Backend, type Stack } from '../../support/processes/stack.ts';
import { checkHistory, type Findings } from './check-history.ts';
import { drawFaults } from './faults.ts';
import { seededRandom } from './random.ts';

export type ChaosOptions = {
  backend: Backend;
  seed: number;
  seconds: number;
  rate: number;
  ablation?: Ablation;
  say: (line: string) => void;
};
export type ChaosResult = Findings & { backend: Backend; seed: number; faults: number };

const LOAD = { calls: 0, speed: 120, drop: 0.03, duplicate: 0.15, reorder: 0.2, delay: 0.05, forge: 0.02, slow: 0.01 };
const SETTLE_WITHIN_MS = 120_000;
const STANDSTILL_MS = 20_000;

/** Load on the whole system while a seeded schedule breaks it; then everything is repaired, and the history checked. */
export async function runChaos({ backend, seed, seconds, rate, ablation, say }: ChaosOptions): Promise<ChaosResult> {
  await using stack = await startStack(backend, { ablation });
  say(
    `${backend}${stack.redis ? ` (${stack.redis.kind})` : ''}: everything is up; ${rate} callbacks/s for ${seconds} s, seed ${seed}`,
  );
  await post(`${stack.simulator.url}/simulator/load`, { ...LOAD, rate, seed });
  const faults = await strikeAtRandom(stack, seed, seconds, say);
  await post(`${stack.simulator.url}/simulator/stop`, {});
  say('load stopped; waiting until nothing is pending');
  await waitUntilSettled(stack, ablation !== undefined);
  if (stack.relay) {
    say('everything delivered is applied; scanning Twilio’s lists for what never was');
    await scanEverything(stack);
    await waitUntilSettled(stack, ablation !== undefined);
  }
  return { backend, seed, faults, ...(await checkHistory(stack, { isScanned: stack.relay !== null })) };
}

async function strikeAtRandom(
  stack: Stack,
  seed: number,
  seconds: number,
  say: (line: string) => void,
): Promise<number> {
  const random = seededRandom(seed);
  const drawn = drawFaults(stack, random);
  const struck = new Map<string, Promise<void>>();
  const began = performance.now();
  const left = () => seconds * 1000 - (performance.now() - began);
  let faults = 0;
  await delay(1500);
  while (left() > 2000) {
    const fault = drawn.next().value;
    const pause = random.between(800, 3000);
    if (!struck.has(fault.target)) {
      say(`  ${((seconds * 1000 - left()) / 1000).toFixed(1).padStart(5)} s  ${fault.name}`);
      faults += 1;
      const passed = fault.strike().catch((error: unknown) => say(`        ${fault.name}: ${String(error)}`));
      struck.set(
        fault.target,
        passed.finally(() => struck.delete(fault.target)),
      );
    }
    await delay(Math.min(pause, Math.max(0, left())));
  }
  await Promise.all(struck.values());
  return faults;
}

/** Asks for a scan as the API does, and waits for its end. */
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

/** With an ablation it may never settle: then a standstill is waited for instead. */
async function waitUntilSettled(stack: Stack, mayStandStill: boolean): Promise<void> {
  let last = { count: -1, since: performance.now() };
  await settled(async () => {
    const [row] = await stack.query<{ count: number }>(UNFINISHED);
    const count = row!.count;
    if (count !== last.count) last = { count, since: performance.now() };
    if (mayStandStill && performance.now() - last.since > STANDSTILL_MS) return;
    if (count > 0) throw new Error(`${count} callbacks are pending`);
  }, SETTLE_WITHIN_MS).catch(() => {}); // the check says what is pending
}

const UNFINISHED = `select count(*)::integer as count from twilio_webhook_inbox where processing_status in ('pending', 'processing', 'failed')`;

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}
