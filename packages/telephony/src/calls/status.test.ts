import { expect, test } from '@jest/globals';
import {
  CALL_STATUSES,
  isCallStatus,
  isDropped,
  isTerminal,
  STATUS_WORDS,
  statusRank,
  TWILIO_STATUSES,
} from './status.ts';

test.each([
  // candidate callbacks | telephony handler | call inbox | calls and emergency
  ['queued', 'QUEUED', 'call.initiated', 'ringing', 'initiating'],
  ['initiated', 'INITIATED', 'call.initiated', 'ringing', 'initiating'],
  ['ringing', 'RINGING', 'call.ringing', 'ringing', 'ringing'],
  ['in-progress', 'IN_CALL', 'call.answered', 'in-progress', 'in_progress'],
  ['completed', 'DONE', 'call.completed', 'completed', 'completed'],
  ['busy', 'BUSY', 'call.busy', 'busy', 'busy'],
  ['no-answer', 'NO-ANSWER', 'call.no_answer', 'no-answer', 'no_answer'],
  ['failed', 'FAILED', 'call.failed', 'failed', 'failed'],
  ['canceled', 'CANCELED', 'call.canceled', 'canceled', 'canceled'],
  ['dropped_by_monitor', 'DONE', 'call.completed', 'completed', 'dropped_by_monitor'],
] as const)('%s is told to every system in its own words', (status, candidate, domainEvent, message, lifecycle) => {
  expect(STATUS_WORDS[status]).toEqual({ candidate, domainEvent, message, lifecycle });
});

test('the call inbox hears only the statuses that it has', () => {
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
