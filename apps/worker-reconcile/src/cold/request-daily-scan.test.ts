import { expect, test } from '@jest/globals';
import { isScanDue } from './request-daily-scan.ts';

const MINUTE_MS = 60_000;

test.each([
  ['the first attempt', false, 0, null, true],
  ['one that is queued, running, completed or canceled', true, 0, null, false],
  ['a second one that is queued', true, 1, 5 * MINUTE_MS, false],
  ['a failure just now', false, 1, 0, false],
  ['a failure a minute ago', false, 1, MINUTE_MS, true],
  ['the fourth failure seven minutes ago', false, 4, 7 * MINUTE_MS, false],
  ['the fourth failure eight minutes ago', false, 4, 8 * MINUTE_MS, true],
  ['failures all day, the last an hour ago', false, 40, 60 * MINUTE_MS, true],
  ['failures all day, the last 59 minutes ago', false, 40, 59 * MINUTE_MS, false],
])('the daily scan after %s', (_what, isRequested, failures, failedMsAgo, expected) => {
  expect(isScanDue({ isRequested, failures, failedMsAgo }, { realMs: (ms) => ms })).toBe(expected);
});
