import { expect, test } from '@jest/globals';
import { clockDuration, durationInWords, exactTime, relativeTime, timeInWords } from './times.ts';

const now = new Date('2026-11-29T14:02:19Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

test.each([
  [0, 'just now'],
  [41, '41 s ago'],
  [120, '2 min ago'],
  [7200, '2 h ago'],
  [172_800, '2 days ago'],
  [-300, 'in 5 min'],
])('%i seconds before now is %s', (seconds, words) => {
  expect(relativeTime(ago(seconds), now)).toBe(words);
});

test('a time names its day unless it is today in the zone that is shown', () => {
  expect(timeInWords(now, 'Europe/Berlin', now)).toBe('15:02:19');
  expect(timeInWords(ago(86_400), 'Europe/Berlin', now)).toBe('28 Nov 15:02:19');
  expect(timeInWords(new Date('2026-11-29T23:30:00Z'), 'Europe/Berlin', now)).toBe('30 Nov 00:30:00');
  expect(exactTime(now, 'UTC')).toBe('29 Nov 2026, 14:02:19 UTC');
});

test.each([
  [0, '00:00', '0 seconds'],
  [761, '12:41', '12 minutes 41 seconds'],
  [3661, '1:01:01', '1 hour 1 minute 1 second'],
])('%i seconds are %s on a clock and %s in words', (seconds, clock, words) => {
  expect([clockDuration(seconds), durationInWords(seconds)]).toEqual([clock, words]);
});
