import { expect, test } from '@jest/globals';
import { settleLookup, type LookupAnswer } from './call-lookup.ts';

const REQUESTED = new Date('2026-11-29T12:00:00Z');
const settle = (answer: LookupAnswer, seconds: number, attempts = 1, isRequested = false) =>
  settleLookup(
    { requestedAt: REQUESTED, attempts, isRequested },
    answer,
    new Date(REQUESTED.getTime() + seconds * 1000),
  );

test('an answer with any status settles it', () => {
  for (const status of ['completed', 'in-progress', 'paused'])
    expect(settle({ status }, 1)).toEqual({ state: 'found' });
});

test('a call that Twilio does not know yet is asked about for five minutes', () => {
  expect(settle({ status: undefined }, 1)).toEqual({ state: 'due', delaySeconds: 5 });
  expect(settle({ status: undefined }, 301, 7)).toEqual({ state: 'unknown' });
});

test('a person learns at once that Twilio does not know a call', () => {
  expect(settle({ status: undefined }, 1, 1, true)).toEqual({ state: 'unknown' });
  expect(settle({ failure: 'x' }, 1, 1, true)).toEqual({ state: 'due', delaySeconds: 5 });
});

test('without an answer the delay doubles up to a quarter of an hour, for a day', () => {
  const delays = [1, 2, 3, 6, 9, 90].map((attempts) => settle({ failure: 'x' }, 600, attempts));
  expect(delays).toEqual([5, 10, 20, 160, 900, 900].map((delaySeconds) => ({ state: 'due', delaySeconds })));
  expect(settle({ failure: 'x' }, 86_401, 90)).toEqual({ state: 'given_up' });
});
