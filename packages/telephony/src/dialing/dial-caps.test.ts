import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { capsText, capState, DEFAULT_CAPS, describeCap, listCaps, parseCaps } from './dial-caps.ts';

const standard = DEFAULT_CAPS.account;

test('a window that is not named keeps its default, and off turns one or all off', () => {
  expect(parseCaps('50/minute', standard)).toEqual({ ...standard, minute: 50 });
  expect(parseCaps('50/minute, off/day', standard)).toEqual({ ...standard, minute: 50, day: null });
  expect(parseCaps(' off ', standard)).toEqual({ minute: null, hour: null, day: null });
});

test.each(['', '50', '50/week', '1/day', '0/day', '-5/day', '5/day,6/day', 'off/off', '50/minute;6/day', '1e3/day'])(
  'caps written as %j are refused',
  (text) => expect(parseCaps(text, standard)).toBeUndefined(),
);

test('caps are read as they are written', () => {
  const most = fc.option(fc.integer({ min: 2, max: 999_999_999 }));
  fc.assert(
    fc.property(fc.record({ minute: most, hour: most, day: most }), (caps) => {
      expect(parseCaps(capsText(caps), standard)).toEqual(caps);
    }),
  );
});

test('caps that are off are not listed', () => {
  const off = { minute: null, hour: null, day: null };
  expect(listCaps({ account: off, actor: { ...off, day: 7 }, campaign: off })).toEqual([
    { subject: 'actor', window: 'day', most: 7 },
  ]);
});

test('a cap is reached exactly by one call too many, and near from four fifths on', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 5000 }),
      fc.nat(6000),
      fc.integer({ min: 1, max: 2 }),
      (most, used, wanted) => {
        const state = capState({ subject: 'account', window: 'day', most, used, wanted });
        expect(state === 'reached').toBe(used + wanted > most);
        expect(state === 'free').toBe(used + wanted < most * 0.8);
      },
    ),
  );
});

test('a cap is described by its rule and its setting', () => {
  expect(describeCap({ subject: 'actor', window: 'hour', most: 500 })).toBe(
    'One user or key may have 500 calls per hour (DIAL_CAP_ACTOR=500/hour)',
  );
});
