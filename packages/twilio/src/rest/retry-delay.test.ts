import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRetryAfterMs, retryDelayMs } from './retry-delay.ts';

const most = () => 1 - Number.EPSILON;

test('the longest delay doubles from 250 ms and stops at 8 s', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => Math.round(retryDelayMs(failures, 0, most)));
  expect(longest).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

test('the jitter is full: any delay from zero on is possible', () => {
  expect(retryDelayMs(6, 0, () => 0)).toBe(0);
  expect(retryDelayMs(6, 0, () => 0.5)).toBe(4000);
});

test('no request is repeated before Retry-After, nor all at one moment after it', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(100_000), chance, (failures, retryAfterMs, random) => {
      const delayMs = retryDelayMs(failures, retryAfterMs, () => random);
      expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs);
      expect(delayMs).toBeLessThanOrEqual(retryAfterMs + 8000);
    }),
  );
  expect(retryDelayMs(2, 3000, () => 0.5)).toBe(3250);
});

const NOW = Date.parse('2026-11-21T10:00:00Z');

test.each([
  ['7', 7000],
  ['0', 0],
  ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 09:59:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['2026-11-21', undefined],
])('Retry-After: %s is read as %s ms', (header, expected) => {
  expect(readRetryAfterMs(header, NOW)).toBe(expected);
});
