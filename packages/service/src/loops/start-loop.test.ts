import { afterEach, expect, jest, test } from '@jest/globals';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { openLogger } from '../logger.ts';
import { metrics } from '../metrics.ts';
import { describeLoops } from './loop-health.ts';
import { startLoop } from './start-loop.ts';

const silent = openLogger('test', 'silent');
const NEVER_MS = 3_600_000;
const LATER = { firstAfterMs: NEVER_MS };
const valueOf = async (metric: string, loop: string): Promise<number | undefined> => {
  const { values = [] } = (await metrics.registry.getSingleMetric(`trunkline_${metric}`)?.get()) ?? {};
  return values.find(({ labels }) => labels['loop'] === loop)?.value;
};

afterEach(() => void jest.useRealTimers());

test('ticks never overlap, and a wake-up during one is followed by one more', async () => {
  const held: PromiseWithResolvers<void>[] = [];
  await using loop = startLoop(
    'test',
    NEVER_MS,
    async () => held.push(Promise.withResolvers()) && held.at(-1)!.promise,
    silent,
  );
  while (held.length === 0) await turn();
  for (let n = 0; n < 3; n++) loop.wake();
  await turn();
  expect(held).toHaveLength(1);
  held[0]!.resolve();
  while (held.length === 1) await turn();
  expect(held).toHaveLength(2);
  held[1]!.resolve();
});

test('a wake-up between ticks runs one at once', async () => {
  let ticks = 0;
  await using loop = startLoop('test', NEVER_MS, async () => void (ticks += 1), silent, LATER);
  loop.wake();
  await turn();
  expect(ticks).toBe(1);
});

test('with a rest, wake-ups after a round share the next one', async () => {
  jest.useFakeTimers();
  let ticks = 0;
  const rest = { ...LATER, restMs: () => 5 };
  await using loop = startLoop('test', NEVER_MS, async () => void (ticks += 1), silent, rest);
  loop.wake();
  await turn();
  expect(ticks).toBe(1);
  for (let n = 0; n < 3; n++) loop.wake();
  await jest.advanceTimersByTimeAsync(4);
  expect(ticks).toBe(1);
  await jest.advanceTimersByTimeAsync(NEVER_MS - 1);
  expect(ticks).toBe(2);
});

test.each([
  ['rejects', async () => Promise.reject(new Error('once'))],
  ['rejects without an error', async () => Promise.reject(undefined as unknown as Error)],
  ['rejects with what has no text', async () => Promise.reject(Object.create(null) as Error)],
  [
    'throws before its first await',
    () => {
      throw new Error('once');
    },
  ],
])('a tick that %s is counted and shown, and does not end the loop', async (_how, fail) => {
  const name = `fails ${_how}`;
  let ticks = 0;
  await using loop = startLoop(name, NEVER_MS, () => ((ticks += 1) <= 2 ? fail() : turn()), silent, LATER);
  for (const failures of [1, 2]) {
    loop.wake();
    await turn();
    expect(loop.describe()).toMatchObject({ state: 'failing', failures, error: expect.any(String) });
    expect(await valueOf('loop_failures_total', name)).toBe(failures);
    expect(await valueOf('loop_failing', name)).toBe(failures);
  }
  loop.wake();
  while (loop.describe().state !== 'ok') await turn();
  expect(loop.describe()).toMatchObject({ failures: 0, error: null });
  expect(await valueOf('loop_failing', name)).toBe(0);
});

test('a loop that waits for hours repeats a failed round within seconds', async () => {
  let ticks = 0;
  const fail = async () => {
    if ((ticks += 1) === 1) throw new Error('once');
  };
  await using loop = startLoop('hourly', NEVER_MS, fail, silent);
  while (loop.describe().at === null || loop.describe().state === 'failing') await delay(20);
  expect(ticks).toBe(2);
});

test('a round that never settles is stuck, is shown with its age, logged, and makes a vital loop unhealthy', async () => {
  const held = Promise.withResolvers<void>();
  const lines: object[] = [];
  const log = { info: () => {}, warn: () => {}, error: (line: object) => void lines.push(line) };
  const options = { longestMs: 1, isVital: true };
  await using loop = startLoop('hangs', NEVER_MS, () => held.promise, log, options);
  while (lines.length === 0) await turn();
  expect(lines).toEqual([expect.objectContaining({ event: 'loop_stuck', loop: 'hangs' })]);
  while (loop.describe().running_seconds === 0) await delay(20);
  expect(describeLoops()).toMatchObject({ isHealthy: false, loops: { hangs: { state: 'stuck' } } });
  expect(await valueOf('loop_round_age_seconds', 'hangs')).toBeGreaterThan(0);
  held.resolve();
  while (loop.describe().state !== 'ok') await turn();
  expect(describeLoops()).toMatchObject({ isHealthy: true, loops: { hangs: { running_seconds: null } } });
});

test('of several loops with one name the worst is shown', async () => {
  const tick = async (): Promise<void> => {
    throw new Error('always');
  };
  await using _first = startLoop('shared', NEVER_MS, async () => {}, silent, LATER);
  await using failing = startLoop('shared', NEVER_MS, tick, silent, LATER);
  await using _third = startLoop('shared', NEVER_MS, async () => {}, silent, LATER);
  failing.wake();
  await turn();
  expect(describeLoops().loops['shared']).toMatchObject({ state: 'failing' });
});

test('a loop that is disposed of waits for its tick, runs no other and is not shown any more', async () => {
  const held = Promise.withResolvers<void>();
  let ticks = 0;
  const loop = startLoop('disposed', 1, () => ((ticks += 1), held.promise), silent, LATER);
  loop.wake();
  const closed = loop[Symbol.asyncDispose]();
  loop.wake();
  held.resolve();
  await closed;
  loop.wake();
  expect(ticks).toBe(1);
  expect(describeLoops().loops).not.toHaveProperty('disposed');
  expect(await valueOf('loop_failing', 'disposed')).toBeUndefined();
});
