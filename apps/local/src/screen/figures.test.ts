import { expect, test } from '@jest/globals';
import { Tally } from './figures.ts';

test('the total goes on when a process restarts at zero', () => {
  const tally = new Tally();
  expect([10, 25, 3, 7].map((value) => tally.update(value))).toEqual([10, 25, 28, 32]);
});

test('a process that does not answer leaves the total unchanged', () => {
  const tally = new Tally();
  expect(tally.update(undefined)).toBeUndefined();
  expect([4, undefined, 5].map((value) => tally.update(value))).toEqual([4, 4, 5]);
});
