import { expect, test } from '@jest/globals';
import { openLatencies, sinceLast } from './latencies.ts';

test('percentiles are at most 9 % above the true ones, and those of the next interval are its own', () => {
  const latencies = openLatencies();
  for (let n = 1; n <= 1000; n++) latencies.record(n / 10);
  const { count, p50, p99 } = latencies.take();
  expect(count).toBe(1000);
  expect(p50! / 50).toBeGreaterThanOrEqual(1);
  expect(p50! / 50).toBeLessThan(1.1);
  expect(p99! / 99).toBeGreaterThanOrEqual(1);
  expect(p99! / 99).toBeLessThan(1.1);
  expect(latencies.take()).toEqual({ count: 0, p50: null, p99: null });
});

test.each([0, 1e-9, 1e12])('a duration of %d ms is counted in the first or last bucket', (ms) => {
  const latencies = openLatencies();
  latencies.record(ms);
  expect(latencies.take()).toMatchObject({ count: 1, p99: expect.any(Number) });
});

test('what has risen is counted once', () => {
  let total = 5;
  const risen = sinceLast(() => total);
  total = 12;
  expect([risen(), risen()]).toEqual([7, 0]);
});
