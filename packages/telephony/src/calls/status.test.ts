import { expect, test } from '@jest/globals';
import {
  CALL_STATUSES,
  isCallStatus,
  isDropped,
  isTerminal,
  isUnreached,
  STATUS_WORDS,
  statusRank,
  TWILIO_STATUSES,
  wordsOf,
} from './status.ts';

test.each([
  // candidate callbacks | telephony handler, twice | call inbox | calls and emergency
  ['queued', 'QUEUED', 'call.initiated', 'dialing', 'ringing', 'initiating'],
  ['initiated', 'INITIATED', 'call.initiated', 'dialing', 'ringing', 'initiating'],
  ['ringing', 'RINGING', 'call.ringing', 'dialing', 'ringing', 'ringing'],
  ['in-progress', 'IN_CALL', 'call.answered', 'reached', 'in-progress', 'in_progress'],
  ['completed', 'DONE', 'call.completed', 'reached', 'completed', 'completed'],
  ['busy', 'BUSY', 'call.busy', 'busy', 'busy', 'busy'],
  ['no-answer', 'NO-ANSWER', 'call.no_answer', 'no_answer', 'no-answer', 'no_answer'],
  ['failed', 'FAILED', 'call.failed', 'failed', 'failed', 'failed'],
  ['canceled', 'CANCELED', 'call.canceled', 'canceled', 'canceled', 'canceled'],
  ['dropped_by_monitor', 'DONE', 'call.completed', 'reached', 'completed', 'dropped_by_monitor'],
] as const)('%s has a word for every system', (status, candidate, campaignEvent, contact, message, lifecycle) => {
  expect(STATUS_WORDS[status]).toEqual({ candidate, campaignEvent, contact, message, lifecycle });
});

test('a person is reached by an answered call alone, and unreached where it ended without one', () => {
  for (const status of CALL_STATUSES) {
    const { contact } = STATUS_WORDS[status];
    expect(isUnreached(status)).toBe(['busy', 'no-answer', 'canceled', 'failed'].includes(status));
    expect(contact === 'dialing').toBe(statusRank(status) < statusRank('in-progress'));
  }
  expect(wordsOf('contact')).toEqual(['dialing', 'reached', 'busy', 'no_answer', 'canceled', 'failed']);
});

test('the call inbox gets only the statuses that it has', () => {
  const known = new Set(['completed', 'no-answer', 'busy', 'canceled', 'failed', 'ringing', 'in-progress']);
  expect(CALL_STATUSES.filter((status) => !known.has(STATUS_WORDS[status].message))).toEqual([]);
});

test('the lattice goes from scheduled over queued, initiated, ringing and in-progress to the ends', () => {
  const path = ['scheduled', 'queued', 'initiated', 'ringing', 'in-progress', 'completed'] as const;
  const ranks = path.map(statusRank);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(new Set(ranks).size).toBe(path.length);
  expect(statusRank('initiating')).toBe(statusRank('queued'));
});

test('exactly these statuses are ends', () => {
  expect(CALL_STATUSES.filter(isTerminal).toSorted()).toEqual([
    'busy',
    'canceled',
    'completed',
    'dropped_by_client',
    'dropped_by_monitor',
    'dropped_by_reader',
    'failed',
    'no-answer',
  ]);
  expect(CALL_STATUSES.filter(isDropped)).toHaveLength(3);
});

test('a word that only looks like a status is none', () => {
  expect(['answered', 'Completed', 'toString', '__proto__', '', undefined, ['busy']].filter(isCallStatus)).toEqual([]);
  expect(TWILIO_STATUSES.every(isCallStatus)).toBe(true);
});
