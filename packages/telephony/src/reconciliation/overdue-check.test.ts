import { expect, test } from '@jest/globals';
import { dueInSec, overdueCheck } from './overdue-check.ts';
import { CALL_STATUSES, isTerminal, type CallStatus } from '../calls/status.ts';

const patience = { ringTimeoutSec: 60, timeLimitSec: 14_400 };
const updatedAt = new Date('2026-02-12T11:48:00Z');
const after = (sec: number) => new Date(updatedAt.getTime() + sec * 1000);
const check = (status: CallStatus, silentSec: number, checkedSec?: number) =>
  overdueCheck(
    {
      status,
      twilioDirection: 'outbound-api',
      updatedAt,
      checkedAt: checkedSec === undefined ? null : after(checkedSec),
    },
    after(silentSec),
    patience,
  );

test.each([
  ['initiated', 69, 'none'],
  ['initiated', 70, 'ask'],
  ['ringing', 70, 'ask'],
  ['queued', 119, 'none'],
  ['queued', 120, 'ask'],
  ['in-progress', 29, 'none'],
  ['in-progress', 30, 'list'],
  ['in-progress', 14_409, 'list'],
  ['in-progress', 14_410, 'ask'],
  ['scheduled', 1_000_000, 'none'],
] as const)('a call that is %s and silent for %i s: %s', (status, silentSec, expected) => {
  expect(check(status, silentSec)).toBe(expected);
});

test('a call that ended is never asked about', () => {
  for (const status of CALL_STATUSES.filter(isTerminal)) expect(check(status, 1_000_000)).toBe('none');
});

test('what was asked in vain is asked again, more and more seldom', () => {
  expect(check('ringing', 100, 70)).toBe('none');
  expect(check('ringing', 130, 70)).toBe('ask');
  expect(check('ringing', 8000, 7500)).toBe('none');
  expect(check('ringing', 8000, 6999)).toBe('ask');
});

test('an incoming call is looked up in the list, although it only ever reports that it rings', () => {
  const inbound = { status: 'ringing', twilioDirection: 'inbound', updatedAt, checkedAt: null } as const;
  expect(overdueCheck(inbound, after(29), patience)).toBe('none');
  expect(overdueCheck(inbound, after(70), patience)).toBe('list');
});

test('an unanswered call has a time when it is due; one in progress or ended has none', () => {
  const due = (status: CallStatus, twilioDirection = 'outbound-api') =>
    dueInSec({ status, twilioDirection, updatedAt, checkedAt: null }, after(50), patience);
  expect([due('queued'), due('initiated'), due('ringing')]).toEqual([70, 20, 20]);
  expect([due('in-progress'), due('completed'), due('scheduled'), due('ringing', 'inbound')]).toEqual(
    Array(4).fill(null),
  );
});
