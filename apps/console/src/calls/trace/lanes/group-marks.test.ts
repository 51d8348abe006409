import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupByPlace } from './group-marks.ts';

test('every mark is in exactly one group, in its order, and groups are apart', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 800 })), (given) => {
      const places = given.toSorted((a, b) => a - b);
      const groups = groupByPlace(places, (x) => x, 10);
      expect(groups.flatMap(({ members }) => members)).toEqual(places);
      for (const [n, { x }] of groups.slice(1).entries()) expect(x - groups[n]!.x).toBeGreaterThanOrEqual(10);
    }),
  );
});

test('two thousand marks make no more groups than the lane has room for', () => {
  const places = Array.from({ length: 2000 }, (_, n) => (n / 2000) * 800);
  expect(groupByPlace(places, (x) => x, 10).length).toBeLessThanOrEqual(80);
});
