import { expect, test } from '@jest/globals';
import { parseRetryAfter } from './retry-after.ts';

const now = new Date('2026-02-12T11:48:00Z');

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['1.2', 2],
  ['Thu, 12 Feb 2026 11:50:00 GMT', 120],
  ['Thursday, 12-Feb-26 11:50:00 GMT', 120],
  ['Thu Feb 12 11:50:00 2026', 120],
  ['2026-02-12T11:50:00Z', 120],
  ['2026-02-12T12:50:00+01:00', 120],
])('%s is %s seconds', (value, seconds) => {
  expect(parseRetryAfter(value, now)).toBe(seconds);
});

test.each(['86401', '99999999999999999999', 'Fri, 12 Feb 2100 11:50:00 GMT'])('%s is a day at most', (value) => {
  expect(parseRetryAfter(value, now)).toBe(86_400);
});

test.each([
  undefined,
  '',
  '0',
  '-5',
  'soon',
  '120 seconds',
  'Thu, 12 Feb 2026 11:40:00 GMT',
  'Thu, 99 Foo 2026 11:50:00 GMT',
  `Thu, ${'9'.repeat(4000)} 11:50:00 GMT`,
])('%s asks for no wait', (value) => {
  expect(parseRetryAfter(value, now)).toBeUndefined();
});
