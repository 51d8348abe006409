import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CALL_SID, factsOfACall, reordered } from '../../../../test/support/db/facts.ts';
import type { Fact } from '../facts/fact.ts';
import { foldCall } from './fold-call.ts';
import { isDropped, isTerminal, statusRank } from './status.ts';

const OWNED = new Set(['+16175006181']);
const fold = (facts: readonly Fact[]) => foldCall(CALL_SID, facts, OWNED);
const bytes = (facts: readonly Fact[]) => JSON.stringify(fold(facts));
const fact = (changes: Partial<Fact>): Fact => ({
  key: `${changes.source ?? 'webhook'}:${changes.status}:${changes.sequence}`,
  kind: 'call-status',
  source: 'webhook',
  callSid: CALL_SID,
  status: null,
  sequence: null,
  occurredAt: null,
  observedAt: '2026-02-12T11:49:00.000000Z',
  values: {},
  ...changes,
});

test('every order and every number of copies of the same facts give the same bytes', () => {
  const cases = factsOfACall.chain((facts) => fc.tuple(fc.constant(facts), reordered(facts)));
  fc.assert(
    fc.property(cases, ([facts, shuffled]) => expect(bytes(shuffled)).toBe(bytes(facts))),
    { numRuns: 1000 },
  );
});

test('copies of a fact that arrived at other times give the same bytes in every order', () => {
  const late = (facts: Fact[]) => facts.map((known) => ({ ...known, observedAt: '2026-02-12T12:00:00.000000Z' }));
  const cases = factsOfACall.chain((facts) =>
    reordered([...facts, ...late(facts)]).map((mixed) => [facts, mixed] as const),
  );
  fc.assert(fc.property(cases, ([facts, mixed]) => expect(bytes(mixed)).toBe(bytes([...facts, ...late(facts)]))));
});

test('times of arrival show in createdAt and updatedAt only, and in finalizedAt where Twilio gave no time', () => {
  const moved = (facts: Fact[]) =>
    facts.map((known, n) => ({ ...known, observedAt: `2026-03-01T00:00:0${n}.000000Z` }));
  fc.assert(
    fc.property(factsOfACall, (facts) => {
      const [a, b] = [fold(facts), fold(moved(facts))];
      const finalizedAt = a.endTime === null ? b.finalizedAt : a.finalizedAt;
      expect(b).toEqual({ ...a, createdAt: b.createdAt, updatedAt: b.updatedAt, finalizedAt });
    }),
  );
});

test('another fact never lowers the rank of the status, and always raises the version', () => {
  fc.assert(
    fc.property(factsOfACall, (facts) => {
      for (let n = 1; n < facts.length; n++) {
        const [before, after] = [fold(facts.slice(0, n)), fold(facts.slice(0, n + 1))];
        expect(statusRank(after.status)).toBeGreaterThanOrEqual(statusRank(before.status));
        expect(after.version).toBe(before.version + 1);
      }
    }),
  );
});

test('no fact short of an end moves a call that has ended', () => {
  const ringing = fact({ key: 'late', status: 'ringing', sequence: 9, occurredAt: '2026-02-12T11:59:00.000Z' });
  fc.assert(
    fc.property(factsOfACall, (facts) => {
      const { status } = fold(facts);
      fc.pre(isTerminal(status));
      expect(fold([...facts, ringing, { ...ringing, key: 'r', source: 'sync' }]).status).toBe(status);
    }),
  );
});

test('an end that REST reports is not moved by any callback', () => {
  const busy = fact({ key: 'rest', source: 'reconcile_hot', status: 'busy' });
  fc.assert(
    fc.property(factsOfACall, (facts) => {
      const callbacks = facts.filter((known) => known.source === 'webhook');
      expect(fold([...callbacks, busy]).status).toBe('busy');
    }),
  );
});

const byHand = (changes: Partial<Fact> = {}) =>
  fact({
    key: 'hand',
    kind: 'manual-status',
    source: 'api',
    status: 'failed',
    occurredAt: '2026-02-12T11:59:00.000Z',
    ...changes,
  });

test('a status set by hand counts where Twilio reported no end, and never else, in any order', () => {
  const cases = factsOfACall
    .map((facts) => facts.filter(({ kind }) => kind !== 'manual-status'))
    .filter((facts) => facts.length > 0)
    .chain((facts) => fc.tuple(fc.constant(facts), reordered([...facts, byHand()])));
  fc.assert(
    fc.property(cases, ([facts, withHand]) => {
      const twilio = fold(facts);
      const ended = {
        ...twilio,
        ...(!isTerminal(twilio.status) && {
          status: 'failed',
          isFinal: true,
          endedReason: 'monitor_update',
          finalizedAt: twilio.finalizedAt ?? '2026-02-12T11:59:00.000Z',
        }),
      };
      const own = ['version', 'createdAt', 'updatedAt', 'recordingSid', 'recordingUrl', 'recordingStatus'];
      const same = Object.entries(ended).filter(([name]) => !own.includes(name));
      expect(fold(withHand)).toMatchObject(Object.fromEntries(same));
    }),
    { numRuns: 1000 },
  );
});

test.each(['webhook', 'reconcile_hot', 'reconcile_warm', 'reconcile_cold', 'sync'] as const)(
  'any end by %s outranks a status set by hand before or after it',
  (source) => {
    for (const status of ['completed', 'busy', 'no-answer', 'canceled', 'failed'] as const)
      for (const occurredAt of ['2026-02-12T11:00:00.000Z', '2026-02-12T12:30:00.000Z', null]) {
        const kind = source === 'webhook' ? 'call-status' : 'call-resource';
        const end = fact({ source, kind, status, occurredAt });
        for (const facts of [
          [end, byHand({ status: 'completed' })],
          [byHand({ status: 'completed' }), end],
        ])
          expect(fold(facts)).toMatchObject({ status, endedReason: status, endTime: occurredAt });
      }
  },
);

test('of two statuses set by hand the later one counts', () => {
  const later = byHand({ key: 'later', status: 'busy', occurredAt: '2026-02-12T12:00:00.000Z' });
  expect([fold([later, byHand()]).status, fold([byHand(), later]).status]).toEqual(['busy', 'busy']);
});

test('folding what was known and then what is new equals folding everything at once', () => {
  const cases = factsOfACall.chain((facts) => fc.tuple(fc.constant(facts), fc.nat(facts.length)));
  fc.assert(
    fc.property(cases, ([facts, cut]) => {
      const stored = JSON.parse(JSON.stringify(facts.slice(0, cut))) as Fact[];
      expect(bytes([...stored, ...facts.slice(cut)])).toBe(bytes(facts));
    }),
  );
});

test.each([
  ['completed', true],
  ['canceled', true],
  ['in-progress', false],
  ['busy', false],
  ['no-answer', false],
  ['failed', false],
] as const)('our reason to drop a call over Twilio’s %s: wins = %s', (status, wins) => {
  for (const source of ['webhook', 'reconcile_hot'] as const) {
    const folded = fold([
      fact({ kind: 'call-drop', source: 'api', status: 'dropped_by_monitor' }),
      fact({ source, status, sequence: 3 }),
    ]).status;
    expect(isDropped(folded)).toBe(wins);
  }
});

test('of two contradicting ends the one that Twilio dates later counts, not the one with the higher number', () => {
  const busy = fact({ status: 'busy', sequence: 3, occurredAt: '2026-02-12T11:48:10.000Z' });
  const completed = fact({ status: 'completed', sequence: 0, occurredAt: '2026-02-12T11:48:30.000Z' });
  expect(fold([completed, busy]).status).toBe('completed');
});

test('a call known only by its end begins its duration earlier', () => {
  const end = fact({ status: 'completed', occurredAt: '2026-02-12T11:48:30.000Z', values: { durationSec: 10 } });
  expect(fold([end])).toMatchObject({ startTime: '2026-02-12T11:48:20.000Z', endTime: '2026-02-12T11:48:30.000Z' });
});

test.each<[string, Partial<Fact>]>([
  [
    'a completed recording',
    { kind: 'recording-complete', recording: { sid: 'RE1', status: 'completed', startedAt: null } },
  ],
  ['a place in a conference', { kind: 'conference', joinedConference: true }],
  ['an answered dial', { kind: 'dial-action', dial: { status: 'answered' } }],
])('%s proves that a call was answered, and never outranks its end', (_what, changes) => {
  const proof = fact({ key: 'proof', ...changes });
  const [ringing, ended] = [fact({ status: 'ringing', sequence: 1 }), fact({ status: 'completed', sequence: 3 })];
  expect(fold([proof])).toMatchObject({ status: 'in-progress', isFinal: false });
  expect(fold([proof, ringing]).status).toBe('in-progress');
  expect(fold([proof, ringing, ended])).toMatchObject({ status: 'completed', isFinal: true });
});

test('a dial that was not answered proves nothing: its caller may still hear it ring', () => {
  expect(fold([fact({ kind: 'dial-action', status: 'ringing', dial: { status: 'busy' } })]).status).toBe('ringing');
});

test('an end without its duration says nothing of the start', () => {
  const ended = fact({ status: 'completed', occurredAt: '2026-02-12T11:48:25.000Z' });
  expect(fold([ended])).toMatchObject({ startTime: null, endTime: '2026-02-12T11:48:25.000Z' });
  expect(fold([{ ...ended, values: { durationSec: 17 } }]).startTime).toBe('2026-02-12T11:48:08.000Z');
});
