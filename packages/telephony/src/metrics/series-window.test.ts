import { expect, test } from '@jest/globals';
import { SERIES, SERIES_NAMES } from './series.ts';
import { planWindow, toColumns, type SeriesWindow } from './series-window.ts';
import { tileStateOf } from './tiles.ts';

const NOW = new Date('2026-11-29T14:00:05.000Z');
const NOW_S = NOW.getTime() / 1000;
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const plan = (requested: Partial<Parameters<typeof planWindow>[0]>) => planWindow({ series: 1, ...requested }, NOW);

test('without a window it is the last hour in 60 points', () => {
  expect(plan({})).toEqual({ source: 'samples', from: NOW_S - 3600 - 5, to: NOW_S, step: 60 });
});

test('a day at 10 s is read from the samples, and older times from the rollups', () => {
  expect(plan({ from: ago(86_400), stepSeconds: 10 })).toMatchObject({ source: 'samples', step: 10 });
  expect(plan({ from: ago(30 * 86_400), stepSeconds: 300 })).toMatchObject({ source: 'rollups', step: 300 });
});

test.each([
  ['a step that no resolution has', { stepSeconds: 15 }, /multiple of 10/],
  ['a fine step of old points', { from: ago(2 * 86_400), stepSeconds: 60 }, /multiple of 300/],
  ['what is deleted', { from: ago(31 * 86_400) }, /30 days/],
  ['an empty window', { from: NOW, to: NOW }, /earlier than to/],
  ['the future', { from: new Date(NOW.getTime() + 1000) }, /future/],
  ['too many points', { from: ago(86_400), stepSeconds: 10, series: 6 }, /50000 points/],
])('%s is a fault, which says what to ask for', (_name, requested, fault) => {
  expect(plan(requested)).toEqual({ fault: expect.stringMatching(fault) });
});

test('each step has its place with lowest, highest and last value, and one without points is null', () => {
  const window: SeriesWindow = { source: 'samples', from: 600, to: 645, step: 20 };
  const row = (at: number, value: number | null) => ({ at, lowest: [value], highest: [value], latest: [value] });
  const rows = [row(620, 4), row(630, 1), row(639, null), row(660, 9)];
  expect(toColumns(rows, window, ['dead_letters']).get('dead_letters')).toEqual({
    min: [null, 1, null],
    max: [null, 4, null],
    last: [null, 1, null],
  });
});

test('every series has a slot of its own, from 1 on', () => {
  expect(SERIES_NAMES.map((name) => SERIES[name].slot as number).toSorted((a, b) => a - b)).toEqual(
    SERIES_NAMES.map((_name, n) => n + 1),
  );
});

test.each([
  [null, 'unknown'],
  [0, 'ok'],
  [1, 'warn'],
  [100, 'bad'],
])('%j dead letters are %s', (value, state) => expect(tileStateOf('dead_letters', value)).toBe(state));
