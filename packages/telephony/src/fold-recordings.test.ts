import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { factsOfACall, reordered } from '../../../test/support/facts.ts';
import { foldRecordings } from './fold-recordings.ts';
import { readFact } from './read-fact.ts';

const bySid = (facts: Parameters<typeof foldRecordings>[0]) =>
  foldRecordings(facts).toSorted((a, b) => (a.recordingSid < b.recordingSid ? -1 : 1));

test('all orders of a call’s facts give the same recordings', () => {
  const orders = factsOfACall.chain((facts) => fc.tuple(fc.constant(facts), reordered(facts)));
  fc.assert(fc.property(orders, ([facts, shuffled]) => expect(bySid(shuffled)).toEqual(bySid(facts))));
});

const row = { dedupeKey: 'key', query: {}, source: 'webhook', receivedAt: '2026-11-21T00:00:00.000000Z' } as const;

test('a late in-progress never takes a recording back, and what REST adds is kept', () => {
  const completed = readFact({
    ...row,
    kind: 'recording-complete',
    dedupeKey: 'a',
    payload: {
      CallSid: 'CA1',
      RecordingSid: 'RE1',
      RecordingStatus: 'completed',
      RecordingDuration: '7',
      ErrorCode: '0',
    },
  });
  const resource = readFact({
    ...row,
    kind: 'recording-resource',
    dedupeKey: 'b',
    source: 'reconcile_warm',
    payload: { sid: 'RE1', call_sid: 'CA1', status: 'completed', channels: 2, price: '-0.0025', price_unit: 'USD' },
  });
  const late = readFact({
    ...row,
    kind: 'recording-in-progress',
    dedupeKey: 'c',
    payload: { CallSid: 'CA1', RecordingSid: 'RE1', RecordingStatus: 'in-progress' },
  });
  expect(foldRecordings([completed, resource, late])).toMatchObject([
    {
      recordingSid: 'RE1',
      callSid: 'CA1',
      status: 'completed',
      durationSec: 7,
      channels: 2,
      price: '-0.0025',
      errorCode: null,
    },
  ]);
});
