import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, FULL_JITTER, NO_JITTER, PROPORTIONAL_JITTER, withJitter } from './backoff.ts';

const failures = fc.integer({ min: 1, max: 1_000_000 });
const firstMs = fc.integer({ min: 1, max: 60_000 });
const longestMs = fc.integer({ min: 60_000, max: 86_400_000 });
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const jitter = fc.constantFrom(FULL_JITTER, PROPORTIONAL_JITTER, NO_JITTER, [1, 1.5] as const);

test('without jitter delays double from the first one and stop at the longest', () => {
  const delays = [1, 2, 3, 4, 5, 6].map((n) => backoffMs(n, { firstMs: 500, longestMs: 5000, jitter: NO_JITTER }));
  expect(delays).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
});

test('a delay is finite and within the jitter’s shares of what doubling gives, however many failures there were', () => {
  fc.assert(
    fc.property(failures, firstMs, longestMs, jitter, share, (n, first, longest, [from, to], random) => {
      const options = { firstMs: first, longestMs: longest, random: () => random };
      const whole = backoffMs(n, { ...options, jitter: NO_JITTER });
      const delay = backoffMs(n, { ...options, jitter: [from, to] });
      expect(whole).toBeLessThanOrEqual(longest);
      expect(whole).toBeGreaterThanOrEqual(first);
      expect(delay).toBeGreaterThanOrEqual(whole * from - 1e-6);
      expect(delay).toBeLessThanOrEqual(whole * to + 1e-6);
    }),
  );
});

test('with the same luck a further failure never shortens the delay', () => {
  fc.assert(
    fc.property(failures, firstMs, longestMs, jitter, share, (n, first, longest, spread, random) => {
      const options = { firstMs: first, longestMs: longest, jitter: spread, random: () => random };
      expect(backoffMs(n + 1, options)).toBeGreaterThanOrEqual(backoffMs(n, options));
    }),
  );
});

test('the jitter is a quarter either way where nothing else is said', () => {
  const delayAt = (random: number) => backoffMs(1, { firstMs: 1000, longestMs: 1000, random: () => random });
  expect([delayAt(0), delayAt(0.5), delayAt(1)]).toEqual([750, 1000, 1250]);
});

test('a delay of a fixed schedule is spread in its own unit', () => {
  expect([0, 0.5].map((random) => withJitter(60, FULL_JITTER, () => random))).toEqual([0, 30]);
  expect(withJitter(60, PROPORTIONAL_JITTER, () => 0)).toBe(45);
});
