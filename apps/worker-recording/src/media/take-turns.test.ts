import { expect, test } from '@jest/globals';
import { takeTurns } from './take-turns.ts';

test('no more are in than allowed, and all get in, first come first served', async () => {
  const enter = takeTurns(3);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const visit = async (n: number): Promise<void> => {
    const leave = await enter();
    order.push(n);
    most = Math.max(most, (inside += 1));
    await new Promise(setImmediate);
    inside -= 1;
    leave();
  };
  const visitors = Array.from({ length: 20 }, (_, n) => n);
  await Promise.all(visitors.map(visit));
  expect({ most, order }).toEqual({ most: 3, order: visitors });
});
