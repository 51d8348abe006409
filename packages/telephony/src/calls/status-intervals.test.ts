import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CALL_SID, factsOfACall, reordered } from '../../../../test/support/db/facts.ts';
import type { Fact } from '../facts/fact.ts';
import { foldCall } from './fold-call.ts';
import { statusIntervals } from './status-intervals.ts';
import { isTerminal, statusRank, type CallStatus } from './status.ts';

const OWNED = new Set(['+16175006181']);
const at = (second: number) => new Date(Date.UTC(2026, 1, 12, 11, 48, second)).toISOString();
const reported = (status: CallStatus, fired: number | null, changes: Partial<Fact> = {}): Fact => ({
  key: `${changes.source ?? 'webhook'}:${status}:${fired}`,
  kind: 'call-status',
  source: 'webhook',
  callSid: CALL_SID,
  status,
  sequence: null,
  occurredAt: fired === null ? null : at(fired),
  observedAt: at((fired ?? 0) + 1),
  values: {},
  ...changes,
});
const intervals = (...facts: Fact[]) =>
  statusIntervals(foldCall(CALL_SID, facts, OWNED), facts).map(({ state, from, to, isDerived }) => [
    state,
    Date.parse(from) / 1000 - Date.parse(at(0)) / 1000,
    to && Date.parse(to) / 1000 - Date.parse(at(0)) / 1000,
    ...(isDerived ? ['derived'] : []),
  ]);

test('a call rings, is answered and ends at the times of its callbacks, in any order of their arrival', () => {
  const facts = [reported('completed', 40), reported('in-progress', 9), reported('ringing', 2)];
  expect(intervals(...facts)).toEqual([
    ['ringing', 2, 9],
    ['in-progress', 9, 40],
    ['completed', 40, null],
  ]);
});

test('an answer that no callback reported follows from the duration', () => {
  const end = reported('completed', 40, { values: { durationSec: 30 } });
  expect(intervals(reported('ringing', 2), end)).toEqual([
    ['ringing', 2, 10],
    ['in-progress', 10, 40, 'derived'],
    ['completed', 40, null],
  ]);
});

test('a call that REST alone reports begins and ends at its times', () => {
  const values = { startTime: at(1), endTime: at(40), durationSec: 30 };
  const resource = reported('completed', 40, { kind: 'call-resource', source: 'sync', values });
  expect(intervals(resource)).toEqual([
    ['ringing', 1, 10, 'derived'],
    ['in-progress', 10, 40, 'derived'],
    ['completed', 40, null],
  ]);
});

test('a request without a time counts by its arrival, and a status that lasts has no end', () => {
  expect(intervals(reported('ringing', null, { kind: 'call-inbound' }))).toEqual([['ringing', 1, null, 'derived']]);
});

test('the order of the facts changes nothing, ranks and times only grow, and no gap is between them', () => {
  const cases = factsOfACall.chain((facts) => fc.tuple(fc.constant(facts), reordered(facts)));
  fc.assert(
    fc.property(cases, ([facts, shuffled]) => {
      const call = foldCall(CALL_SID, facts, OWNED);
      const found = statusIntervals(call, facts);
      expect(statusIntervals(call, shuffled)).toEqual(found);
      for (const [n, { from, to, state }] of found.entries()) {
        const next = found[n + 1];
        expect(to).toBe(next?.from ?? null);
        expect(next === undefined || (from <= next.from && statusRank(state) < statusRank(next.state))).toBe(true);
        expect(isTerminal(state) && next !== undefined).toBe(false);
      }
    }),
  );
});
