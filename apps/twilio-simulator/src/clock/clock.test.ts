import { expect, test } from '@jest/globals';
import { startTestServer } from '../../test/server.ts';
import { openInterruption } from '../calls/interruption.ts';
import { realTime, startClock } from './clock.ts';
import { startCallClock } from './start-call-clock.ts';

test('clocks with the same start and speed agree, whenever they were created', () => {
  const startMs = Date.now() - 1000;
  const wallMs = startMs + 500;
  expect(startClock(startMs, 60).at(wallMs)).toBe(startMs + 30_000);
  expect(startClock(startMs, 60).at(wallMs)).toBe(startClock(startMs, 60).at(wallMs));
  expect(realTime.at(wallMs)).toBe(wallMs);
});

test('a call on an accelerated clock is never ahead of it, and all its waits have passed', async () => {
  const clock = startClock(Date.now(), 1000);
  const interruption = openInterruption(new AbortController().signal);
  const call = startCallClock(clock, { longestSeconds: 240 }, interruption);
  const began = call.now();
  for (let i = 0; i < 20; i++) {
    await call.pass(1);
    expect(call.now()).toBeLessThanOrEqual(clock.now());
  }
  expect(call.now() - began).toBeGreaterThanOrEqual(20_000);
});

test('payloads and REST follow an accelerated clock', async () => {
  const clock = startClock(Date.now() - 60_000, 3600);
  await using api = await startTestServer({ clock });
  const before = clock.now();
  const load = { calls: 4, rate: 2000, seed: 3, scenarios: ['busy'] };
  await api.post('/simulator/load', load);
  while (!api.simulator.stats().done) await new Promise(setImmediate);
  const timestamps = api.receiver.received.map(({ params }) => Date.parse(params['Timestamp'] ?? ''));
  expect(timestamps).toHaveLength(12);
  expect(Math.min(...timestamps)).toBeGreaterThanOrEqual(before - 1000);
  expect(Math.max(...timestamps)).toBeLessThanOrEqual(clock.now());
  const created = [...api.simulator.truth.calls.after(0)].map(({ record }) => record.createdAt);
  expect(Math.min(...created)).toBeGreaterThanOrEqual(before);
});

test('a load with its own speed does not get ahead of the clock', async () => {
  const clock = startClock(Date.now(), 10);
  await using api = await startTestServer({ clock });
  await api.playAll({ calls: 20, scenarios: ['no-answer'] });
  const timestamps = api.receiver.received.map(({ params }) => Date.parse(params['Timestamp'] ?? ''));
  expect(Math.max(...timestamps)).toBeLessThanOrEqual(clock.now());
});
