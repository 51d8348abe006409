import { expect, test } from '@jest/globals';
import { Tally } from './figures.ts';

test('a restarted process does not take counts back', () => {
  const tally = new Tally();
  expect([10, 25, 3, 7].map((value) => tally.note(value))).toEqual([10, 25, 28, 32]);
});

test('a process that does not answer leaves the count as it was', () => {
  const tally = new Tally();
  expect(tally.note(undefined)).toBeUndefined();
  expect([4, undefined, 5].map((value) => tally.note(value))).toEqual([4, 4, 5]);
});
