import { expect, test } from '@jest/globals';
import { callEvent } from './call-event.ts';
import { callResource } from './call-resource.ts';
import { readResource } from './read-resource.ts';
import { recordingResource } from './recording-resource.ts';

const sid = `CA${'1'.repeat(32)}`;
const account_sid = `AC${'5'.repeat(32)}`;

test('a call keeps the fields that we read, null for missing ones, and no others', () => {
  const wire = { sid, account_sid, status: 'completed', duration: '15', price: null, to_formatted: '(508) 555-0100' };
  const call = readResource(callResource, wire, 'a call');
  expect(call).toMatchObject({ sid, status: 'completed', duration: '15', price: null, parent_call_sid: null });
  expect(call).not.toHaveProperty('to_formatted');
});

test('a number in place of text, and text in place of a number, are accepted', () => {
  expect(readResource(callResource, { sid, account_sid, status: 'busy', duration: 15 }, 'a call').duration).toBe('15');
  const recording = { sid: `RE${'1'.repeat(32)}`, account_sid, status: 'completed', channels: '2', error_code: null };
  expect(readResource(recordingResource, recording, 'a recording')).toMatchObject({ channels: 2, error_code: null });
});

test('a request that got no answer has no code', () => {
  const event = { request: { method: 'POST', url: 'https://a.example', parameters: { CallSid: sid } }, response: {} };
  expect(readResource(callEvent, event, 'an event').response).toMatchObject({ response_code: null });
  expect(readResource(callEvent, { request: {} }, 'an event')).toMatchObject({ response: null });
});

test.each([
  [{ account_sid, status: 'busy' }, 'sid'],
  [{ sid: '+15085550100', account_sid, status: 'busy' }, 'sid'],
  [{ sid, account_sid }, 'status'],
  [{ sid, account_sid, status: 'busy', from: { number: '+15085550100' } }, 'from'],
  ['+15085550100', 'body'],
])('%j is no call: the field is named, its value is not', (wire, field) => {
  expect(() => readResource(callResource, wire, 'a call')).toThrow(
    expect.objectContaining({ name: 'TwilioAnswerError', message: expect.stringMatching(`${field}:(?!.*5085550100)`) }),
  );
});
