import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { factsOfACall, reordered } from '../../../../test/support/db/facts.ts';
import { foldCall } from '../calls/fold-call.ts';
import { foldRecordings } from './fold-recordings.ts';
import { parseFact } from '../facts/parse-fact.ts';
import { liveRecordingSnapshot } from '../facts/snapshot.ts';

const CALL = `CA${'1'.repeat(32)}`;
const [RECORDING, OTHER] = [`RE${'1'.repeat(32)}`, `RE${'2'.repeat(32)}`] as const;

const bySid = (facts: Parameters<typeof foldRecordings>[0]) =>
  foldRecordings(facts).toSorted((a, b) => (a.recordingSid < b.recordingSid ? -1 : 1));

test('all orders of a call’s facts give the same recordings', () => {
  const orders = factsOfACall.chain((facts) => fc.tuple(fc.constant(facts), reordered(facts)));
  fc.assert(fc.property(orders, ([facts, shuffled]) => expect(bySid(shuffled)).toEqual(bySid(facts))));
});

const row = { dedupeKey: 'key', query: {}, source: 'webhook', receivedAt: '2026-11-21T00:00:00.000000Z' } as const;

test('a late in-progress never takes a recording back from its end, and what REST adds is kept', () => {
  const completed = parseFact({
    ...row,
    kind: 'recording-complete',
    dedupeKey: 'a',
    payload: {
      CallSid: CALL,
      RecordingSid: RECORDING,
      RecordingStatus: 'completed',
      RecordingDuration: '7',
      ErrorCode: '0',
    },
  });
  const resource = parseFact({
    ...row,
    kind: 'recording-resource',
    dedupeKey: 'b',
    source: 'reconcile_warm',
    payload: { sid: RECORDING, call_sid: CALL, status: 'completed', channels: 2, price: '-0.0025', price_unit: 'USD' },
  });
  const late = parseFact({
    ...row,
    kind: 'recording-in-progress',
    dedupeKey: 'c',
    payload: { CallSid: CALL, RecordingSid: RECORDING, RecordingStatus: 'in-progress' },
  });
  expect(foldRecordings([completed, resource, late])).toMatchObject([
    {
      recordingSid: RECORDING,
      callSid: CALL,
      status: 'completed',
      durationSec: 7,
      channels: 2,
      price: '-0.0025',
      errorCode: null,
    },
  ]);
});

/** What Twilio says of a recording after the n-th command of its call, by our clock. */
const look = (commandSeq: number, status: string, second = commandSeq, sid = RECORDING) =>
  parseFact({
    ...row,
    ...liveRecordingSnapshot(
      { sid, call_sid: CALL, status },
      { commandSeq, at: new Date(Date.UTC(2026, 10, 21, 0, 0, second)) },
    ),
    source: 'api',
  });
const reported = (status: string, sid = RECORDING) =>
  parseFact({
    ...row,
    kind: status === 'completed' ? 'recording-complete' : 'recording-in-progress',
    dedupeKey: `${sid}:${status}`,
    payload: { CallSid: CALL, RecordingSid: sid, RecordingStatus: status },
  });
const inCall = (status: string) =>
  parseFact({ ...row, kind: 'call-status', dedupeKey: status, payload: { CallSid: CALL, CallStatus: status } });
const started = [inCall('in-progress'), reported('in-progress'), look(1, 'in-progress')];

test.each([
  ['started', started, 'recording'],
  ['paused', [...started, look(2, 'paused')], 'paused'],
  ['not paused, though Twilio answered', [...started, look(2, 'in-progress')], 'recording'],
  ['paused a moment after the answer', [...started, look(2, 'in-progress', 2), look(2, 'paused', 3)], 'paused'],
  ['resumed', [...started, look(2, 'paused'), look(3, 'in-progress')], 'recording'],
  ['paused again', [...started, look(2, 'paused'), look(3, 'in-progress'), look(4, 'paused')], 'paused'],
  ['stopped', [...started, look(2, 'paused'), look(3, 'stopped')], 'stopped'],
  [
    'started again next to one that is over',
    [...started, reported('completed'), look(5, 'in-progress', 5, OTHER)],
    'recording',
  ],
  ['paused, and another one goes on', [...started, look(2, 'paused'), reported('in-progress', OTHER)], 'recording'],
  ['never reported as over, but its call is', [...started, inCall('completed')], 'stopped'],
] as const)('a recording that was %s shows so on its call, in any order of the facts', (_what, facts, shown) => {
  fc.assert(
    fc.property(reordered(facts), (shuffled) =>
      expect(foldCall(CALL, shuffled, new Set()).recordingStatus).toBe(shown),
    ),
    { numRuns: 50 },
  );
});

test('every look is a fact of its own, also where it sees what an earlier one saw', () => {
  expect(
    new Set([look(1, 'in-progress'), look(3, 'in-progress'), look(3, 'in-progress', 4)].map(({ key }) => key)).size,
  ).toBe(3);
});
