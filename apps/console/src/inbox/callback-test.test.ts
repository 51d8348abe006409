import { expect, test } from '@jest/globals';
import { stepsOf, type CallbackTest } from './callback-test.ts';

const result = (changes: Partial<CallbackTest>): CallbackTest => ({
  id: '1',
  is_settled: true,
  ok: true,
  summary: 'Ingest accepted the callback in 12 ms and stored it.',
  url: 'https://calls.example.com/webhooks/twilio/voice-status',
  status: 204,
  answer: '',
  took_ms: 12,
  error: null,
  callback_id: '7',
  created_at: '2026-11-29T14:00:00Z',
  ...changes,
});
const statesOf = (...given: Parameters<typeof stepsOf>) => stepsOf(...given).map(({ state }) => state);

test.each<[string, Parameters<typeof stepsOf>, string[]]>([
  ['before it is asked for', [undefined, false], ['waiting', 'waiting', 'waiting', 'waiting']],
  ['once it is asked for', [undefined, true], ['running', 'waiting', 'waiting', 'waiting']],
  ['when it passed', [result({}), true], ['done', 'done', 'done', 'done']],
  [
    'when the signature is refused',
    [result({ ok: false, status: 403, callback_id: null }), true],
    ['done', 'done', 'failed', 'waiting'],
  ],
  [
    'when nothing answered',
    [result({ ok: false, status: null, callback_id: null, error: 'ECONNREFUSED' }), true],
    ['done', 'failed', 'waiting', 'waiting'],
  ],
  ['when it waits in the spool', [result({ callback_id: null }), true], ['done', 'done', 'done', 'failed']],
])('the steps of a test callback %s', (_, given, expected) => expect(statesOf(...given)).toEqual(expected));
