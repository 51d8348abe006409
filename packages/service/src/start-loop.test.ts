import { expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { openLogger } from './logger.ts';
import { startLoop } from './start-loop.ts';

const silent = openLogger('test', 'silent');
const NEVER_MS = 3_600_000;

test('ticks never overlap, and a wake-up during one is followed by one more', async () => {
  const held: PromiseWithResolvers<void>[] = [];
  await using loop = startLoop(
    'test',
    NEVER_MS,
    async () => held.push(Promise.withResolvers()) && held.at(-1)!.promise,
    silent,
  );
  await turn();
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
  await using loop = startLoop('test', NEVER_MS, async () => void (ticks += 1), silent, NEVER_MS);
  loop.wake();
  await turn();
  expect(ticks).toBe(1);
});

test('a tick that fails is reported, and does not end the loop', async () => {
  let ticks = 0;
  await using loop = startLoop(
    'test',
    NEVER_MS,
    async () => {
      if ((ticks += 1) === 1) throw new Error('once');
    },
    silent,
    NEVER_MS,
  );
  loop.wake();
  await turn();
  expect(loop.last().error).toBe('Error: once');
  loop.wake();
  await turn();
  expect(loop.last().error).toBeNull();
  expect(ticks).toBe(2);
});

test('a loop that is disposed of waits for its tick and runs no other', async () => {
  const held = Promise.withResolvers<void>();
  let ticks = 0;
  const loop = startLoop('test', 1, () => ((ticks += 1), held.promise), silent, NEVER_MS);
  loop.wake();
  const closed = loop[Symbol.asyncDispose]();
  loop.wake();
  held.resolve();
  await closed;
  loop.wake();
  expect(ticks).toBe(1);
});
