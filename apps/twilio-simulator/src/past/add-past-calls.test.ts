import { expect, test } from '@jest/globals';
import { startTestServer } from '../../test/server.ts';

const day = '2024-02-18';
const midnight = Date.parse(day);

async function fabricate(given: object) {
  await using api = await startTestServer();
  const { body: counts } = await api.post('/simulator/past-calls', { day, seed: 5, ...given });
  const { calls, recordings } = api.simulator.truth;
  return {
    counts,
    received: api.receiver.received,
    legs: [...calls.after(0)].map(({ record }) => record),
    recordings: [...recordings.after(0)].map(({ record }) => record),
  };
}

test('past calls are finished, spread over their whole day, and send no callbacks', async () => {
  const { counts, legs, recordings, received } = await fabricate({ calls: 2000, recordings: 0.5 });
  expect(counts).toEqual({ calls: 2000, legs: legs.length, recordings: recordings.length, seed: 5 });
  expect(received).toEqual([]);
  expect(legs.every(({ status }) => !['queued', 'ringing', 'in-progress'].includes(status))).toBe(true);
  const times = legs.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt].filter((at) => at !== null));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(midnight);
  expect(Math.max(...times)).toBeLessThan(midnight + 86_400_000);
  const hours = new Set(times.map((at) => new Date(at).getUTCHours()));
  expect(hours.size).toBe(24);
});

test('past calls have durations, prices, dialled legs and recordings', async () => {
  const { legs, recordings } = await fabricate({ calls: 500, recordings: 1 });
  const completed = legs.filter(({ status }) => status === 'completed');
  expect(completed.every(({ durationSeconds, price }) => Number(durationSeconds) > 0 && Number(price) < 0)).toBe(true);
  const bySid = new Map(legs.map((record) => [record.sid, record]));
  const children = legs.filter(({ parentCallSid }) => parentCallSid !== null);
  expect(children.length).toBeGreaterThan(50);
  for (const { parentCallSid, endedAt, updatedAt } of children) {
    expect(Number(bySid.get(String(parentCallSid))?.endedAt)).toBeGreaterThanOrEqual(endedAt ?? updatedAt);
  }
  const answered = completed.filter(({ parentCallSid }) => parentCallSid === null);
  expect(recordings.map(({ callSid }) => callSid).toSorted()).toEqual(answered.map(({ sid }) => sid).toSorted());
});

test('the same seed gives the same calls, another seed gives others', async () => {
  const sids = async (seed: number) => (await fabricate({ calls: 20, seed })).legs.map(({ sid }) => sid);
  const once = await sids(5);
  expect(await sids(5)).toEqual(once);
  expect(await sids(6)).not.toEqual(once);
});

test('only the requested scenarios are added', async () => {
  const { legs } = await fabricate({ calls: 30, scenarios: ['no-answer'] });
  expect(new Set(legs.map(({ status }) => status))).toEqual(new Set(['no-answer']));
});

test.each([
  [{ day: '2999-01-01' }, 'day must have begun at least half an hour ago'],
  [{ day: 'yesterday' }, 'day must be a day such as 2026-11-19, not "yesterday"'],
  [{ calls: 0 }, 'calls must be a number from 1 to 400000, not 0'],
  [{ recordings: 2 }, 'recordings must be a number from 0 to 1, not 2'],
  [{ scenarios: ['unheard-of'] }, expect.stringContaining('scenario must be one of answered, busy,')],
])('%j is refused with the reason', async (given, error) => {
  await using api = await startTestServer();
  expect(await api.post('/simulator/past-calls', { day, calls: 10, ...given })).toEqual({
    status: 400,
    body: { error },
  });
});
