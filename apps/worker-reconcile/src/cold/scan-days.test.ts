import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { resumeScan, utcDays } from './scan-days.ts';

const days = (since: string, until: string): string[] =>
  utcDays(new Date(since), new Date(until)).map((day) => day.toISOString());

test.each([
  ['within a day', '2026-02-12T10:00:00Z', '2026-02-12T11:00:00Z', ['2026-02-12']],
  ['over midnight', '2026-02-12T23:59:59Z', '2026-02-13T00:00:01Z', ['2026-02-12', '2026-02-13']],
  ['up to the first moment of a day', '2026-02-12T00:00:00Z', '2026-02-13T00:00:00Z', ['2026-02-12', '2026-02-13']],
  ['over the end of February', '2026-02-28T12:00:00Z', '2026-03-01T12:00:00Z', ['2026-02-28', '2026-03-01']],
  ['no time at all', '2026-02-12T10:00:00Z', '2026-02-12T10:00:00Z', ['2026-02-12']],
  ['backwards', '2026-02-13T10:00:00Z', '2026-02-12T10:00:00Z', []],
])('a span %s touches these days', (_what, since, until, expected) => {
  expect(days(since, until)).toEqual(expected.map((day) => `${day}T00:00:00.000Z`));
});

test('every moment of a span is in one of its days, and each day but the outermost is whole', () => {
  const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(at, fc.nat(10 * 86_400_000), fc.double({ min: 0, max: 1, noNaN: true }), (since, ms, share) => {
      const until = new Date(since.getTime() + ms);
      const listed = days(since.toISOString(), until.toISOString()).map((day) => day.slice(0, 10));
      expect(listed).toContain(new Date(since.getTime() + share * ms).toISOString().slice(0, 10));
      expect(listed[0]).toBe(since.toISOString().slice(0, 10));
      expect(listed.at(-1)).toBe(until.toISOString().slice(0, 10));
      expect(new Set(listed).size).toBe(listed.length);
    }),
  );
});

const DAYS = ['2026-02-12', '2026-02-13', '2026-02-14'];
const before = { calls: 300, recordings: 80, skipped: 4, total: 290 };
const run = (progress: Parameters<typeof resumeScan>[0]['progress']) => ({ synced: 250, progress });

test('a new run begins with its first day, with nothing counted', () => {
  expect(resumeScan({ synced: 0, progress: {} }, DAYS)).toEqual({
    progress: {
      day: null,
      before: { calls: 0, recordings: 0, skipped: 0, total: 0 },
      daysDone: 0,
      daysTotal: 3,
      calls: 0,
      recordings: 0,
      requests: 0,
      gaps: 0,
    },
    counts: { synced: 0, skipped: 0, total: 0 },
  });
});

test('an interrupted run counts its current day anew, and what it had imported and requested only once', () => {
  const interrupted = run({
    day: '2026-02-13',
    before,
    calls: 1300,
    recordings: 99,
    requests: 7,
    gaps: 3,
    daysDone: 1,
  });
  expect(resumeScan(interrupted, DAYS)).toEqual({
    progress: { day: null, before, daysDone: 1, daysTotal: 3, calls: 300, recordings: 80, requests: 7, gaps: 3 },
    counts: { synced: 250, skipped: 4, total: 290 },
  });
});

test('a run that was interrupted after its last day, or names a day that it does not have, begins again', () => {
  for (const day of [null, '2026-02-15'])
    expect(resumeScan(run({ day, before, calls: 1300, daysDone: 3, requests: 9 }), DAYS)).toMatchObject({
      progress: { daysDone: 0, calls: 0, requests: 9 },
      counts: { synced: 250, skipped: 0, total: 0 },
    });
});
