import { expect, test } from '@jest/globals';
import { seededRandom } from '../random.ts';
import { recordingCallback } from '../recordings/recording-callbacks.ts';
import { applyStatus, type CallRecord, newCallRecord } from '../truth/call-record.ts';
import { anonymous, dispatcher, ownNumber, type Party, randomPerson } from '../truth/party.ts';
import { finishRecording, newRecordingRecord } from '../truth/recording-record.ts';
import { statusCallback, voiceRequest } from './call-payloads.ts';
import { dialAction } from './verb-actions.ts';

const at = Date.UTC(2026, 1, 1, 11, 48, 25);
const worcester = {
  address: '+15085550100',
  place: { city: 'WORCESTER', state: 'MA', zip: '', country: 'US' },
} satisfies Party;

function recordOf(given: Partial<Pick<CallRecord, 'parentCallSid' | 'direction'>> = {}): CallRecord {
  const record = newCallRecord({
    sid: `CA${'a'.repeat(32)}`,
    accountSid: `AC${'b'.repeat(32)}`,
    parentCallSid: null,
    from: '',
    to: '',
    direction: 'outbound-api',
    scenario: 'answered',
    createdAt: at,
    ...given,
  });
  applyStatus(record, 'in-progress', at);
  return record;
}

const geography = (ends: string[]) =>
  ends.flatMap((end) => ['City', 'State', 'Zip', 'Country'].map((part) => end + part));
const basics = ['AccountSid', 'ApiVersion', 'CallSid', 'CallStatus', 'Called', 'Caller', 'Direction', 'From', 'To'];

test('a completed callback has exactly the parameters of a real one', () => {
  const record = recordOf();
  applyStatus(record, 'completed', at + 61_000);
  const params = statusCallback({ record, from: ownNumber, to: worcester }, 'completed', 3, at, {
    SipResponseCode: '200',
  });
  const progress = ['CallDuration', 'CallbackSource', 'Duration', 'SequenceNumber', 'SipResponseCode', 'Timestamp'];
  const places = geography(['Called', 'Caller', 'From', 'To']);
  expect(Object.keys(params).toSorted()).toEqual([...basics, ...places, ...progress].toSorted());
  expect(params).toMatchObject({
    CallDuration: '61',
    Duration: '2',
    SequenceNumber: '3',
    Timestamp: 'Sun, 01 Feb 2026 11:48:25 +0000',
    ToZip: '',
  });
});

test('only final callbacks have durations, which are 0 for an unanswered call', () => {
  const ends = { record: recordOf(), from: ownNumber, to: worcester };
  expect(statusCallback(ends, 'ringing', 1, at, {})).not.toHaveProperty('CallDuration');
  expect(statusCallback(ends, 'busy', 2, at, {})).toMatchObject({ CallDuration: '0', Duration: '0' });
});

test('a dialled leg has no geography, but the parameters of a real one', () => {
  const record = recordOf({ parentCallSid: `CA${'c'.repeat(32)}`, direction: 'outbound-dial' });
  record.forwardedFrom = '+16175006181';
  const params = statusCallback({ record, from: worcester, to: dispatcher }, 'in-progress', 2, at, {});
  const own = ['CallbackSource', 'CalledVia', 'ForwardedFrom', 'ParentCallSid', 'SequenceNumber', 'Timestamp'];
  expect(Object.keys(params).toSorted()).toEqual([...basics, ...own].toSorted());
});

test('only phone numbers have geography', () => {
  const params = voiceRequest({ record: recordOf(), from: dispatcher, to: worcester }, seededRandom(1));
  expect(params).not.toHaveProperty('FromCity');
  expect(params).not.toHaveProperty('CallerCountry');
  expect(params).toMatchObject({ ToCity: 'WORCESTER', CalledZip: '', SipDomain: 'abchomes.sip.us1.twilio.com' });
});

test('a call token is percent-encoded JSON', () => {
  const { CallToken = '' } = voiceRequest({ record: recordOf(), from: anonymous, to: ownNumber }, seededRandom(1));
  expect(JSON.parse(decodeURIComponent(CallToken))).toMatchObject({ identityHeaderTokens: [] });
});

test('a dial action is about the parent, and completed if the caller hung up', () => {
  const ends = { record: recordOf({ direction: 'inbound' }), from: worcester, to: ownNumber };
  const result = { callSid: 'CA2', status: 'completed', durationSeconds: 7, isSip: true, isCallerGone: true } as const;
  expect(dialAction(ends, result, seededRandom(1))).toMatchObject({
    CallSid: ends.record.sid,
    CallStatus: 'completed',
    DialCallSid: 'CA2',
    DialCallStatus: 'completed',
    DialCallDuration: '7',
    DialSipResponseCode: '200',
  });
  const missed = { callSid: 'CA2', status: 'no-answer', isSip: false, isCallerGone: false } as const;
  expect(dialAction(ends, missed, seededRandom(1))).toMatchObject({ CallStatus: 'in-progress', DialBridged: 'false' });
});

test('a recording callback has no parties, call status or sequence number', () => {
  const recording = {
    sid: `RE${'d'.repeat(32)}`,
    accountSid: `AC${'b'.repeat(32)}`,
    callSid: `CA${'a'.repeat(32)}`,
    source: 'OutboundAPI',
    channels: 1,
    createdAt: at,
    isSilent: false,
  } as const;
  const finished = (isSilent: boolean) => {
    const record = newRecordingRecord({ ...recording, isSilent });
    finishRecording(record, 11, at + 11_000);
    return recordingCallback(record);
  };
  expect(Object.keys(finished(false)).toSorted()).toEqual([
    'AccountSid',
    'CallSid',
    'ErrorCode',
    'RecordingChannels',
    'RecordingDuration',
    'RecordingSid',
    'RecordingSource',
    'RecordingStartTime',
    'RecordingStatus',
    'RecordingTrack',
    'RecordingUrl',
  ]);
  const absent = finished(true);
  expect(absent).toMatchObject({ RecordingStatus: 'absent', ErrorCode: '16102' });
  expect(absent).not.toHaveProperty('RecordingDuration');
});

test('phone numbers are from ranges reserved for fiction, and some places are not ASCII', () => {
  const people = Array.from({ length: 500 }, (_, index) => randomPerson(seededRandom('people', index)));
  expect(people.every(({ address }) => /^\+(1\d{3}55501|5511555001|9165155501|2370055501)\d\d$/.test(address))).toBe(
    true,
  );
  expect(people.some(({ place }) => place?.city === 'São Paulo')).toBe(true);
  expect(people.some(({ place }) => place?.city === '')).toBe(true);
});
