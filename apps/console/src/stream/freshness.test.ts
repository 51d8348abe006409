import { expect, test } from '@jest/globals';
import { freshnessOf } from './freshness.ts';

const NOW = 1_000_000;
const at = (isConnected: boolean, ageMs: number) => freshnessOf({ isConnected, lastFrameAt: NOW - ageMs }, NOW);

test('a connected page is live, with the age of its last frame', () => {
  expect(at(true, 800)).toEqual({ state: 'live', ageMs: 800 });
  expect(at(true, -5)).toEqual({ state: 'live', ageMs: 0 });
});

test('a cut connection and two missed keepalives are reconnecting', () => {
  expect(at(false, 800)).toEqual({ state: 'reconnecting' });
  expect(at(true, 30_000)).toEqual({ state: 'reconnecting' });
});

test('after a minute without a frame the page is stale, and says since when', () => {
  expect(at(false, 60_000)).toEqual({ state: 'stale', since: NOW - 60_000 });
  expect(at(true, 60_000)).toEqual({ state: 'stale', since: NOW - 60_000 });
});
