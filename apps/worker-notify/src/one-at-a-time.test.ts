import { expect, test } from '@jest/globals';
import { oneAtATime } from './one-at-a-time.ts';

test('rounds never overlap, and what happened during one is seen by the next', async () => {
  const waiting: (() => void)[] = [];
  let [under, most, rounds] = [0, 0, 0];
  const run = oneAtATime(async () => {
    rounds += 1;
    most = Math.max(most, (under += 1));
    await new Promise<void>((resolve) => waiting.push(resolve));
    under -= 1;
  });
  const asked = [run(), run(), run()];
  waiting.shift()!();
  while (waiting.length === 0) await Promise.resolve();
  waiting.shift()!();
  await Promise.all(asked);
  expect([rounds, most]).toEqual([2, 1]);
});

test('after a round that failed the next one runs', async () => {
  let rounds = 0;
  const run = oneAtATime(async () => {
    rounds += 1;
    if (rounds === 1) throw new Error('once');
  });
  await expect(run()).rejects.toThrow('once');
  await run();
  expect(rounds).toBe(2);
});
