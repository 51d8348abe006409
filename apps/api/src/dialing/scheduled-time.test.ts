import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readScheduledTime, wallTime } from './scheduled-time.ts';

const BERLIN = 'Europe/Berlin';
const read = (text: string, zone?: string) => {
  const time = readScheduledTime(text, zone);
  return 'at' in time ? time.at.toISOString() : time.error;
};

test.each([
  ['a time with an offset', '2026-12-01T14:00:00+05:30', BERLIN, '2026-12-01T08:30:00.000Z'],
  ['a winter day by the clocks of its zone', '2026-12-01T14:00', BERLIN, '2026-12-01T13:00:00.000Z'],
  ['a summer day by the clocks of its zone', '2026-07-01T14:00', BERLIN, '2026-07-01T12:00:00.000Z'],
  ['the minute before the clocks go forward', '2026-03-29T01:59', BERLIN, '2026-03-29T00:59:00.000Z'],
  ['the minute that the clocks went forward to', '2026-03-29T03:00', BERLIN, '2026-03-29T01:00:00.000Z'],
  ['a zone that moves by half an hour', '2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
])('%s is read as its instant', (_what, text, zone, instant) => expect(read(text, zone)).toBe(instant));

test('of an hour that the clocks show twice the first is used, unless there is an offset', () => {
  expect(read('2026-10-25T02:30', BERLIN)).toBe('2026-10-25T00:30:00.000Z');
  expect(read('2026-10-25T02:30+01:00', BERLIN)).toBe('2026-10-25T01:30:00.000Z');
});

test('a time that the clocks skip is refused, and the next one is named', () => {
  expect(read('2026-03-29T02:30', BERLIN)).toContain('the next time that they show is 2026-03-29T03:00');
  expect(read('2011-12-30T12:00', 'Pacific/Apia')).toContain('the next time that they show is 2011-12-31T00:00');
});

test.each([
  ['2026-12-01T14:00', undefined, 'time_zone: is needed'],
  ['2026-12-01T14:00', 'Europe/Nowhere', 'unknown time zone'],
  ['2026-12-01T14:00', '+01:00', 'unknown time zone'],
  ['0000-01-01T00:00', BERLIN, 'of this century'],
  ['0099-01-01T00:00', 'UTC', 'of this century'],
  ['9999-12-31T23:59:59Z', undefined, 'of this century'],
  ['2027-01-01T00:00:00-99:99', undefined, 'of this century'],
])('%s in %s is refused: %s', (text, zone, error) => expect(read(text, zone)).toContain(error));

test('every minute that the clocks of a zone show is found again, in every zone, through all changes of its clocks', () => {
  const zones = fc.constantFrom(BERLIN, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Chatham');
  const minutes = fc.integer({ min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2029, 0) / 60_000 });
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const shown = wallTime(new Date(minute * 60_000), zone);
      const time = readScheduledTime(shown, zone);
      if (!('at' in time)) throw new Error(time.error);
      expect(wallTime(time.at, zone)).toBe(shown);
      expect(time.at.getTime()).toBeLessThanOrEqual(minute * 60_000);
    }),
    { numRuns: 2000 },
  );
});
