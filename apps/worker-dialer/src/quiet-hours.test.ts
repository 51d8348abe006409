import { describe, expect, test } from '@jest/globals';
import { isTimeZone, parseQuietHours, quietUntil } from './quiet-hours.ts';

const night = (timeZone?: string) => parseQuietHours('21:00-08:00', timeZone);
const BERLIN = '+4930901820';
const US = '+15085140320';

test.each([
  ['a moment before it begins', '2026-11-20T19:59:59Z', null],
  ['the moment it begins', '2026-11-20T20:00:00Z', '2026-11-21T07:00:00.000Z'],
  ['after midnight', '2026-11-21T01:30:12Z', '2026-11-21T07:00:00.000Z'],
  ['the minute it ends', '2026-11-21T07:00:00Z', null],
  ['the night that the clocks go back, an hour longer', '2026-10-24T20:00:00Z', '2026-10-25T07:00:00.000Z'],
  ['the night that the clocks go forward', '2026-03-28T20:30:00Z', '2026-03-29T06:00:00.000Z'],
])('a night in Germany, %s', (_what, now, until) => {
  expect(quietUntil(BERLIN, new Date(now), night())?.toISOString() ?? null).toBe(until);
});

test('hours within one day are quiet from the first minute to before the last', () => {
  const noon = parseQuietHours('12:00-13:30', 'UTC');
  const until = (time: string) => quietUntil(US, new Date(`2026-11-20T${time}Z`), noon)?.toISOString() ?? null;
  expect([until('11:59:59'), until('12:00:00'), until('13:29:59'), until('13:30:00')]).toEqual([
    null,
    '2026-11-20T13:30:00.000Z',
    '2026-11-20T13:30:00.000Z',
    null,
  ]);
});

test('a country of many time zones is quiet while any of them is', () => {
  const morningInNewYork = new Date('2026-11-20T15:00:00Z'); // five in the morning in Honolulu
  expect(quietUntil(US, morningInNewYork, night())?.toISOString()).toBe('2026-11-20T18:00:00.000Z');
  expect(quietUntil(US, new Date('2026-11-20T18:00:00Z'), night())).toBeNull();
  expect(quietUntil(US, morningInNewYork, night('America/New_York'))).toBeNull();
});

test('a number without a country uses UTC', () => {
  expect(quietUntil('+80012345678', new Date('2026-11-20T22:00:00Z'), night())?.toISOString()).toBe(
    '2026-11-21T08:00:00.000Z',
  );
});

test('hours that leave no time open in a country of many zones still give an end', () => {
  const always = parseQuietHours('08:00-07:59');
  expect(quietUntil(US, new Date('2026-11-20T15:00:00Z'), always)).toBeInstanceOf(Date);
});

test('without quiet hours, or with empty ones, every number may be called', () => {
  expect(quietUntil(US, new Date(), undefined)).toBeNull();
  expect(quietUntil(US, new Date(), parseQuietHours('09:00-09:00'))).toBeNull();
});

describe('invalid settings are refused:', () => {
  test.each(['', '21:00', '21:00-24:00', '21:60-08:00', '9pm-8am', '21:00-08:00-09:00'])('%j', (text) => {
    expect(parseQuietHours(text)).toBeUndefined();
  });
  test('a time zone that does not exist', () => {
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Europe/Nowhere')]).toEqual([true, false]);
  });
});
