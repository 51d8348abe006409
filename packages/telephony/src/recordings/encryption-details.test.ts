import { expect, test } from '@jest/globals';
import { parseFact } from '../facts/parse-fact.ts';
import { recordingSnapshot } from '../facts/snapshot.ts';
import { encryptionDetails } from './encryption-details.ts';
import { foldRecordings } from './fold-recordings.ts';

const DETAILS = { type: 'rsa-aes', public_key_sid: 'CR1', encrypted_cek: 'AAAA', iv: 'AAAA' };
const CALL = `CA${'1'.repeat(32)}`;
const RECORDING = `RE${'1'.repeat(32)}`;
const text = JSON.stringify(DETAILS);

test.each([
  ['an object of the REST API', DETAILS, text],
  ['the text of a callback', text, text],
  ['a text that is no JSON', 'rsa-aes AAAA', 'rsa-aes AAAA'],
  ['nothing', undefined, undefined],
  ['null', null, undefined],
  ['an empty text', ' ', undefined],
  ['null as text', 'null', undefined],
  ['an empty object', {}, undefined],
  ['an empty object as text', '{}', undefined],
  ['an object of nulls', { type: null, iv: '' }, undefined],
  ['false', 'false', undefined],
])('%s is read', (_, value, expected) => expect(encryptionDetails(value)).toBe(expected));

const row = { dedupeKey: 'a', query: {}, source: 'webhook', receivedAt: '2026-11-21T00:00:00.000000Z' } as const;
const callback = (fields: object) =>
  parseFact({
    ...row,
    kind: 'recording-complete',
    payload: { CallSid: CALL, RecordingSid: RECORDING, RecordingStatus: 'completed', ...fields },
  });
const resource = (fields: object, dedupeKey = 'b') => {
  const { payload, kind } = recordingSnapshot({ sid: RECORDING, call_sid: CALL, status: 'completed', ...fields });
  return parseFact({ ...row, kind, dedupeKey, source: 'reconcile_warm', payload });
};
const fold = (...facts: Parameters<typeof foldRecordings>[0]) => foldRecordings(facts)[0]!;

test('a recording is encrypted if its callback or the REST API says so, also where the other says nothing', () => {
  expect(fold(callback({ EncryptionDetails: text }), resource({ encryption_details: null })).encryptionDetails).toBe(
    text,
  );
  expect(fold(callback({}), resource({ encryption_details: DETAILS })).encryptionDetails).toBe(text);
  expect(fold(callback({}), resource({})).encryptionDetails).toBeNull();
});

test('a snapshot without encryption has the key that it always had', () => {
  const plain = { sid: RECORDING, call_sid: CALL, status: 'completed' };
  const key = recordingSnapshot(plain).dedupeKey;
  expect(recordingSnapshot({ ...plain, encryption_details: null }).dedupeKey).toBe(key);
  expect(recordingSnapshot({ ...plain, encryption_details: DETAILS }).dedupeKey).not.toBe(key);
});

test('a deleted recording stays deleted, in any order', () => {
  for (const facts of [
    [callback({}), resource({ status: 'deleted' })],
    [resource({ status: 'deleted' }), callback({})],
  ])
    expect(fold(...facts).status).toBe('deleted');
});

test('the URL of an external storage wins over the one at Twilio, and a presigned one over a plain one', () => {
  const twilio = `https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/${RECORDING}`;
  const [plain, signed] = [
    `https://b.example.com/AC1/${RECORDING}`,
    `https://b.example.com/AC1/${RECORDING}?X-Amz-Signature=0f`,
  ];
  const facts = [
    callback({ RecordingUrl: signed }),
    resource({ media_url: twilio }),
    resource({ media_url: plain }, 'c'),
  ];
  for (const order of [facts, facts.toReversed()]) expect(fold(...order).url).toBe(signed);
  expect(fold(resource({ media_url: twilio })).url).toBe(twilio);
});
