/**
 * `npm run bench:faults`: 50 signed callbacks a second while one fault after another strikes the whole system, each alone.
 * Prints how long acknowledgements took during each, and the share that was refused.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { allFaults, kindOf } from '../test/proofs/chaos/faults/draw-faults.ts';
import { openScene } from '../test/proofs/chaos/open-scene.ts';
import { seededRandom } from '../test/proofs/chaos/random.ts';
import type { Delivery } from '../test/support/twilio/simulator-control.ts';
import { untilApplied, type Backend } from '../test/support/processes/stack.ts';
import { percentile, round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';

const options = readOptions('faults', {
  backend: ['redis', 'where the queues live: redis or postgres'],
  rate: [50, 'callbacks per second'],
  rounds: [2, 'how often each fault strikes'],
  seed: [7, 'decides calls, targets and durations'],
});
const CALM_MS = 4000;
const LONGEST_MS = 15_000;

type Window = { name: string; from: number; until: number };
type Row = { fault: string; sent: number; refused: number; p50: number; p99: number };

await using scene = await openScene(options.backend as Backend);
const { stack } = scene;
const random = seededRandom(options.seed);
await stack.control.send('POST', 'load', { calls: 0, speed: 120, rate: options.rate, seed: options.seed });
const windows: Window[] = [];
for (let n = 0; n < options.rounds; n++)
  for (const { name, strike } of allFaults({ ...scene, random, longestMs: LONGEST_MS })) {
    const began = Date.now();
    await delay(CALM_MS);
    const from = Date.now();
    windows.push({ name: 'no fault', from: began + CALM_MS / 2, until: from });
    console.log(`${String(windows.length / 2 + 0.5).padStart(3)}  ${name}`);
    await strike();
    windows.push({ name: kindOf(name), from, until: Date.now() });
  }
await stack.control.send('POST', 'stop', {});
await untilApplied(stack, 120_000);

const deliveries = await stack.control.deliveries();
const rows = [...Map.groupBy(windows, ({ name }) => name)].map(([fault, group]) => rowOf(fault, group, deliveries));
console.table(rows.toSorted((a, b) => b.p99 - a.p99));
const faults = rows.filter(({ fault }) => fault !== 'no fault');
const figures = {
  ack_p99_ms: round(Math.max(...faults.map(({ p99 }) => p99)), 0),
  calm_p99_ms: round(rows.find(({ fault }) => fault === 'no fault')!.p99, 0),
  refused: round(Math.max(...faults.map(({ refused }) => refused)), 4),
};
recordRun('faults', options, [figures]);
console.log(JSON.stringify({ bench: 'faults', backend: options.backend, seed: options.seed, ...figures }));

/** What was sent in these windows: how long the acknowledged attempt took, and what was never acknowledged. */
function rowOf(fault: string, group: readonly Window[], all: readonly Delivery[]): Row {
  const sent = all.filter(({ at }) =>
    group.some(({ from, until }) => from <= Date.parse(at) && Date.parse(at) < until),
  );
  const ms = sent.filter(({ acked }) => acked).map(({ attempts }) => attempts.at(-1)!.ms);
  const refused = sent.filter(({ acked }) => !acked).length / Math.max(1, sent.length);
  return { fault, sent: sent.length, refused: round(refused, 4), p50: percentile(ms, 0.5), p99: percentile(ms, 0.99) };
}
