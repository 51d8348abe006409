import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldCall } from '../calls/fold-call.ts';
import { settleGap } from '../reconciliation/gap.ts';
import { parseFact } from './parse-fact.ts';
import { callSnapshot, recordingSnapshot } from './snapshot.ts';

const resource = {
  sid: 'CA00000000000000000000000000000001',
  account_sid: 'AC00000000000000000000000000000001',
  parent_call_sid: null,
  from: '+15085140320',
  to: '+16175006181',
  direction: 'inbound',
  status: 'completed',
  start_time: 'Thu, 12 Feb 2026 11:48:00 +0000',
  end_time: 'Thu, 12 Feb 2026 11:48:25 +0000',
  duration: '25',
  price: null,
  price_unit: 'USD',
  queue_time: '0',
  answered_by: null,
  date_updated: 'Thu, 12 Feb 2026 11:48:26 +0000',
};

const factOf = (snapshot: ReturnType<typeof callSnapshot>, source: 'reconcile_hot' | 'reconcile_cold') =>
  parseFact({ ...snapshot, source, query: {}, receivedAt: '2026-02-12T11:50:00.000000Z' });

test('two looks that saw the same are one fact, a price makes another', () => {
  const first = callSnapshot(resource);
  expect(callSnapshot({ ...resource, date_updated: 'Thu, 12 Feb 2026 12:00:00 +0000' }).dedupeKey).toBe(
    first.dedupeKey,
  );
  expect(callSnapshot({ ...resource, price: '-0.0085' }).dedupeKey).not.toBe(first.dedupeKey);
});

test('REST alone makes the whole call, and its price is added when it is known', () => {
  const facts = [
    factOf(callSnapshot(resource), 'reconcile_hot'),
    factOf(callSnapshot({ ...resource, price: '-0.0085' }), 'reconcile_cold'),
  ];
  expect(foldCall(resource.sid, facts, new Set(['+16175006181']))).toMatchObject({
    status: 'completed',
    direction: 'inbound',
    durationSec: 25,
    startTime: '2026-02-12T11:48:00.000Z',
    endTime: '2026-02-12T11:48:25.000Z',
    price: '-0.0085',
    priceUnit: 'USD',
    webhookEvents: [],
  });
});

test('a call that never was answered ended when Twilio last touched it', () => {
  const busy = { ...resource, status: 'busy', start_time: null, end_time: null, duration: '0' };
  const [fact] = [factOf(callSnapshot(busy), 'reconcile_hot')];
  expect(fact).toMatchObject({ status: 'busy', occurredAt: '2026-02-12T11:48:26.000Z' });
});

test('what Postgres cannot hold is spelled out, so that one odd name does not hold up a page of calls', () => {
  const { payload } = callSnapshot({ ...resource, from: 'an\u0000na', to: 'half a \ud83d face' });
  expect(payload).toMatchObject({ from: 'an\\u0000na', to: 'half a \\ud83d face' });
});

const recording = {
  sid: 'RE00000000000000000000000000000001',
  call_sid: resource.sid,
  status: 'completed',
  channels: 2,
  duration: '-1',
  price: 'free',
  price_unit: 'USD',
  error_code: 16101,
  media_url: 'http://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1',
};

test('of a recording only what can be read is a fact, and its address is never plain HTTP', () => {
  const snapshot = recordingSnapshot(recording);
  const row = { ...snapshot, source: 'sync', query: {}, receivedAt: '2026-02-12T11:50:00.000000Z' } as const;
  expect(parseFact(row)).toMatchObject({
    kind: 'recording-resource',
    callSid: resource.sid,
    status: null,
    recording: {
      sid: recording.sid,
      status: 'completed',
      startedAt: null,
      channels: 2,
      errorCode: '16101',
      url: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1',
    },
  });
  expect(parseFact(row).recording).not.toHaveProperty('durationSec');
  expect(parseFact(row).recording).not.toHaveProperty('price');
});

test('an unknown status is refused, not guessed', () => {
  expect(() => factOf(callSnapshot({ ...resource, status: 'on-hold' }), 'reconcile_hot')).toThrow('not a status');
});

/** A call's callbacks and what REST says of it meanwhile and afterwards, in Twilio's order. */
const reports = [
  ...(['initiated', 'ringing', 'in-progress', 'completed'] as const).map((status, sequence) => ({
    kind: 'call-status' as const,
    dedupeKey: `call:${status}`,
    source: 'webhook' as const,
    payload: {
      CallSid: resource.sid,
      CallStatus: status,
      SequenceNumber: `${sequence}`,
      Timestamp: `Thu, 12 Feb 2026 11:48:0${sequence} +0000`,
      ...(status === 'completed' && { CallDuration: '24' }),
    },
  })),
  ...[
    { ...resource, status: 'ringing', end_time: null, duration: null },
    { ...resource, status: 'in-progress', end_time: null, duration: null },
    resource,
    { ...resource, price: '-0.0085' },
  ].map((one) => ({ ...callSnapshot(one), source: 'reconcile_cold' as const })),
];

test('in any order of callbacks and REST snapshots the call ends the same and its gap is closed', () => {
  const inOrder = (order: typeof reports) =>
    order.map((row, n) => parseFact({ ...row, query: {}, receivedAt: `2026-02-12T11:50:0${n}.000000Z` }));
  const fold = (facts: ReturnType<typeof inOrder>) => {
    const { createdAt: _, updatedAt: __, ...state } = foldCall(resource.sid, facts, new Set(['+16175006181']));
    return state;
  };
  const expected = fold(inOrder(reports));
  expect(expected).toMatchObject({ status: 'completed', durationSec: 25, price: '-0.0085' });
  fc.assert(
    fc.property(fc.shuffledSubarray(reports, { minLength: reports.length }), (order) => {
      const facts = inOrder(order);
      const ends = facts.filter(({ status }) => status === 'completed');
      const callback = ends.find(({ source }) => source === 'webhook')!;
      expect(fold(facts)).toEqual(expected);
      expect(settleGap({ missing: 'completed', sequence: 3, recordingSid: null }, facts)).toEqual({
        healedAt: ends[0]!.observedAt,
        healedBy: ends[0] === callback ? 'late callback' : 'reconcile_cold',
        arrivedAt: callback.observedAt,
      });
    }),
  );
});
