import { expect, test } from '@jest/globals';
import type { StoredCallback } from './fact.ts';
import { parseFact } from './parse-fact.ts';

const CALL = `CA${'1'.repeat(32)}`;
const RECORDING = `RE${'1'.repeat(32)}`;

const row = (payload: unknown, query: unknown = {}): StoredCallback => ({
  kind: 'call-status',
  dedupeKey: 'key',
  source: 'webhook',
  payload,
  query,
  receivedAt: '2026-11-21T00:00:00.000000Z',
});

test('a status callback becomes a fact with the values of the URL', () => {
  const payload = {
    CallSid: CALL,
    CallStatus: 'completed',
    SequenceNumber: '3',
    CallDuration: '17',
    Duration: '1',
    To: '',
    Timestamp: 'Thu, 12 Feb 2026 11:48:25 +0000',
  };
  expect(parseFact(row(payload, { candidate_id: '7', campaign_id: 'spring', contact_id: 'c1', call_id: 'x' }))).toEqual(
    {
      key: 'key',
      kind: 'call-status',
      source: 'webhook',
      callSid: CALL,
      status: 'completed',
      sequence: 3,
      occurredAt: '2026-02-12T11:48:25.000Z',
      observedAt: '2026-11-21T00:00:00.000000Z',
      values: { durationSec: 17, candidateId: 7, campaignId: 'spring', campaignContactId: 'c1', externalCallId: 'x' },
    },
  );
});

test('the error code of a recording is none of its call', () => {
  const { values, recording } = parseFact({
    ...row({ RecordingSid: RECORDING, RecordingStatus: 'absent', ErrorCode: '16101' }),
    kind: 'recording-absent',
  });
  expect(values).toEqual({});
  expect(recording).toEqual({ sid: RECORDING, status: 'absent', startedAt: null, errorCode: '16101' });
});

test.each([null, 'text', 5, [], ['CallSid']])('a payload that is no form cannot be applied: %j', (payload) => {
  expect(() => parseFact(row(payload))).toThrow(/is not a form/);
});

test.each([['paused'], ['dropped_by_monitor'], [['completed', 'busy']], [''], [null]])(
  'CallStatus %j cannot be applied',
  (status) => {
    expect(() => parseFact(row({ CallStatus: status }))).toThrow(/is not a status/);
  },
);

test('a query that is no form cannot be applied', () => {
  expect(() => parseFact(row({ CallSid: 'CA1' }, 'candidate_id=7'))).toThrow(/query is not a form/);
});
