import { expect, test } from '@jest/globals';
import { openLineLimit } from './line-limit.ts';

test('of many lines with one cause the first one of each ten minutes is logged, and counts the others', () => {
  let now = 0;
  const limit = openLineLimit(() => now);
  expect(limit('down')).toBe(0);
  expect([limit('down'), limit('down')]).toEqual([undefined, undefined]);
  expect(limit('slow')).toBe(0);
  now = 599_999;
  expect(limit('down')).toBeUndefined();
  now = 600_000;
  expect([limit('down'), limit('down')]).toEqual([3, undefined]);
});

test('a thousand causes are remembered', () => {
  const limit = openLineLimit(() => 0);
  for (let n = 0; n <= 1000; n++) limit(`cause ${n}`);
  expect([limit('cause 0'), limit('cause 1000')]).toEqual([0, undefined]);
});
