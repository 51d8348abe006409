/** The status-callback router: `POST /twilio-status`, the table `call_logs`, and `Candidate.call_status`. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Body } from '../../apps/api/test/open-test-api.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';
import { emptyTables } from '../support/db/inbox.ts';
import { openSourceSystem, type SourceSystem } from '../support/api/source-system.ts';

let system: SourceSystem;
beforeAll(async () => void (system = await openSourceSystem()));
afterAll(async () => system?.[Symbol.asyncDispose]());
beforeEach(() => emptyTables(system.db));

const SID = callSid(1);
const report = (status: string, sequence = 3, candidate = '?candidate_id=42') =>
  system.twilio(`/twilio-status${candidate}`, progress(SID, status, sequence));
const rows = async (path: string) => (await system.api.send(path)).body['data'] as Body[];

test('POST /twilio-status accepts a status callback and answers without content', async () => {
  expect(await report('ringing', 1)).toEqual({ status: 204, type: null, text: '' });
});

test('each webhook inserts a row into call_logs: candidate, call, status, numbers, payload', async () => {
  await report('initiated', 0);
  await report('ringing', 1);
  const row = { candidate_id: 42, call_sid: SID, from_number: '+16175006181', to_number: '+15085140320' };
  expect(await rows('/api/call-logs?candidate_id=42')).toMatchObject([
    { ...row, status: 'ringing', payload: progress(SID, 'ringing', 1) },
    { ...row, status: 'initiated', payload: progress(SID, 'initiated', 0) },
  ]);
  const { rows: table } = await system.db.pool.query('select * from call_logs order by id');
  expect(Object.keys(table[0] as object)).toEqual([
    'id',
    'candidate_id',
    'call_sid',
    'status',
    'to_number',
    'from_number',
    'payload',
    'created_at',
  ]);
  expect(table).toHaveLength(2);
});

test('a webhook without a candidate is logged too', async () => {
  await report('ringing', 1, '');
  expect(await rows(`/api/call-logs?call_sid=${SID}`)).toMatchObject([{ candidate_id: null, status: 'ringing' }]);
  expect(await rows('/api/candidates')).toEqual([]);
});

test.each([
  ['queued', 'QUEUED'],
  ['initiated', 'INITIATED'],
  ['ringing', 'RINGING'],
  ['in-progress', 'IN_CALL'],
  ['completed', 'DONE'],
  ['busy', 'BUSY'],
  ['no-answer', 'NO-ANSWER'],
  ['failed', 'FAILED'],
  ['canceled', 'CANCELED'],
])('%s makes the candidate’s call_status %s', async (status, label) => {
  await report(status);
  expect(await rows('/api/candidates')).toMatchObject([{ candidate_id: 42, call_status: label, last_call_sid: SID }]);
});

test('a late callback is logged and does not move the candidate back', async () => {
  await report('completed', 3);
  await report('ringing', 1);
  expect(await rows('/api/candidates')).toMatchObject([{ call_status: 'DONE' }]);
  expect((await rows('/api/call-logs')).map(({ status }) => status)).toEqual(['ringing', 'completed']);
});

test('a repeated callback is one row', async () => {
  await report('completed');
  await report('completed');
  expect(await rows('/api/call-logs')).toHaveLength(1);
});

test('GET and POST /voice with the candidate in the URL answer the call with TwiML', async () => {
  const answer = await system.twilio('/voice?candidate_id=42', { CallSid: SID, CallStatus: 'in-progress' });
  expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
  expect(answer.text).toContain('<Response>');
});
