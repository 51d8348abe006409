import { expect, test } from '@jest/globals';
import { readEnv } from './env.ts';
import { clockEnv, openClock } from './clock.ts';
import { z } from 'zod';

const env = (values: Record<string, string>) => readEnv(z.object(clockEnv), values);

test('without a start the time is real, whatever the speed', () => {
  const before = Date.now();
  const clock = openClock(env({ CLOCK_SPEED: '60' }));
  expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
  expect(clock.now().getTime()).toBeLessThanOrEqual(Date.now());
  expect(clock.realMs(1000)).toBe(1000);
});

test('two processes with the same start and speed agree on the time, and their waits are shorter by the speed', () => {
  const start = new Date(Date.now() - 60_000).toISOString();
  const clocks = [1, 2].map(() => openClock(env({ CLOCK_START: start, CLOCK_SPEED: '60' })));
  const [a, b] = clocks.map((clock) => clock.now().getTime());
  expect(Math.abs(a! - b!)).toBeLessThan(60 * 50);
  expect(a! - Date.parse(start)).toBeGreaterThanOrEqual(60 * 60_000);
  expect(clocks[0]!.realMs(60_000)).toBe(1000);
});

test('a wait ends at once when its signal aborts', async () => {
  const stop = new AbortController();
  const waiting = openClock(env({})).sleep(60_000, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow('aborted');
});

test('an invalid start and a speed below real are refused by name', () => {
  expect(() => env({ CLOCK_START: 'yesterday', CLOCK_SPEED: '0.5' })).toThrow(
    /CLOCK_START[^]*CLOCK_SPEED|CLOCK_SPEED[^]*CLOCK_START/,
  );
});
