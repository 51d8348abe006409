import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CALL_SID, factsOfACall, reordered } from '../../../../test/support/db/facts.ts';
import { callDropSnapshot } from './call-drop.ts';
import type { Fact } from '../facts/fact.ts';
import { foldCall } from '../calls/fold-call.ts';
import { settleGap } from '../reconciliation/gap.ts';
import { parseFact } from '../facts/parse-fact.ts';
import { isTerminal, statusRank, type CallStatus, type Dropper } from '../calls/status.ts';

const fold = (facts: readonly Fact[]) => foldCall(CALL_SID, facts, new Set(['+16175006181']));
const at = (second: number) => new Date(Date.UTC(2026, 1, 12, 11, 48, second));
const drop = (by: Dropper, second: number, commandId = `${by}-${second}`): Fact =>
  parseFact({
    ...callDropSnapshot({ callSid: CALL_SID, by, commandId, at: at(second) }),
    source: 'api',
    query: {},
    receivedAt: '2026-02-12T11:49:30.000000Z',
  });
const reported = (status: CallStatus, second: number): Fact => ({
  key: `${status}:${second}`,
  kind: 'call-status',
  source: 'webhook',
  callSid: CALL_SID,
  status,
  sequence: null,
  occurredAt: at(second).toISOString(),
  observedAt: at(second + 1).toISOString(),
  values: {},
});

test('a drop is named after its command, and is read back as whose it was and when', () => {
  const snapshot = callDropSnapshot({ callSid: CALL_SID, by: 'reader', commandId: '42', at: at(9) });
  expect(snapshot).toMatchObject({
    kind: 'call-drop',
    callSid: CALL_SID,
    recordingSid: null,
    dedupeKey: 'call-drop:42',
  });
  expect(Object.keys(snapshot.payload)).toEqual(['CallSid', 'By', 'At']);
  expect(drop('reader', 9)).toMatchObject({
    callSid: CALL_SID,
    source: 'api',
    status: 'dropped_by_reader',
    occurredAt: '2026-02-12T11:48:09.000Z',
    values: {},
  });
});

test.each([undefined, 'nobody', 'toString', 5])('a drop by %j cannot be applied', (By) => {
  const row = { kind: 'call-drop', dedupeKey: 'k', source: 'api', query: {}, receivedAt: '' } as const;
  expect(() => parseFact({ ...row, payload: { CallSid: CALL_SID, By, At: at(1).toISOString() } })).toThrow(
    'whose it is',
  );
});

test('a dropped call goes on until Twilio reports its end, and then names the dropper', () => {
  const live = fold([reported('in-progress', 3), drop('monitor', 8)]);
  expect(live).toMatchObject({
    status: 'in-progress',
    isFinal: false,
    endedReason: null,
    endTime: null,
    finalizedAt: null,
  });
  expect(live.webhookEvents).toEqual(['in-progress:-']);
  expect(fold([reported('in-progress', 3), drop('monitor', 8), reported('completed', 9)])).toMatchObject({
    status: 'dropped_by_monitor',
    isFinal: true,
    endedReason: 'monitor_drop',
    endTime: at(9).toISOString(),
  });
});

test('of several drops the first by the clock counts, in any order of arrival', () => {
  const facts = [drop('client', 9), reported('completed', 10), drop('reader', 8)];
  expect(fold(facts)).toMatchObject({ status: 'dropped_by_reader', endedReason: 'reader_drop' });
  expect(fold(facts.toReversed()).status).toBe('dropped_by_reader');
});

const drops = fc.array(
  fc.tuple(fc.constantFrom<Dropper>('monitor', 'reader', 'client'), fc.integer({ min: 0, max: 40 })),
  { minLength: 1, maxLength: 3 },
);
const droppedCall = fc.tuple(factsOfACall, drops).map(([facts, wanted]) => ({
  facts: facts.filter(({ source }) => source !== 'api'),
  dropped: wanted.map(([by, second], n) => drop(by, second, `${n}`)),
}));

test('no drop moves a call that Twilio has not ended, and none turns another end into its own', () => {
  fc.assert(
    fc.property(droppedCall, ({ facts, dropped }) => {
      fc.pre(facts.length > 0);
      const [without, by] = [fold(facts), fold([...facts, ...dropped])];
      const isOurs = without.status === 'completed' || without.status === 'canceled';
      const [first] = dropped.toSorted((a, b) => (a.occurredAt! + a.key < b.occurredAt! + b.key ? -1 : 1));
      expect(by.status).toBe(isOurs ? first!.status : without.status);
      expect(by).toMatchObject({
        isFinal: without.isFinal,
        startTime: without.startTime,
        endTime: without.endTime,
        durationSec: without.durationSec,
        recordingStatus: without.recordingStatus,
        webhookEvents: without.webhookEvents,
      });
    }),
  );
});

test('drops, callbacks and what REST says give the same bytes in every order and number of copies', () => {
  const cases = droppedCall.chain(({ facts, dropped }) =>
    fc.tuple(fc.constant([...facts, ...dropped]), reordered([...facts, ...dropped])),
  );
  fc.assert(
    fc.property(cases, ([facts, shuffled]) => expect(JSON.stringify(fold(shuffled))).toBe(JSON.stringify(fold(facts)))),
  );
});

test('also with drops no fact ever lowers the rank of the status', () => {
  const cases = droppedCall.chain(({ facts, dropped }) =>
    fc.shuffledSubarray([...facts, ...dropped], { minLength: facts.length + dropped.length }),
  );
  fc.assert(
    fc.property(cases, (facts) => {
      const ranks = facts.map((_, n) => statusRank(fold(facts.slice(0, n + 1)).status));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    }),
  );
});

test('a drop heals no missing end', () => {
  const gap = { missing: 'completed', sequence: null, recordingSid: null };
  expect(isTerminal(drop('monitor', 8).status!)).toBe(true);
  expect(settleGap(gap, [reported('in-progress', 3), drop('monitor', 8)])).toEqual({
    healedAt: null,
    healedBy: null,
    arrivedAt: null,
  });
});
