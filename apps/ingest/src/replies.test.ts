import { expect, test } from '@jest/globals';
import type { Reply } from '@trunkline/telephony/callbacks';
import type { ServerResponse } from 'node:http';
import { callbackToStore } from '../../../test/support/twilio/callbacks.ts';
import { createReplies } from './replies.ts';

const replies = createReplies({
  routing: {
    sipUser: 'dispatcher',
    sipDomain: 'example.sip.twilio.com',
    ownedNumbers: new Set<string>(),
    baseUrl: 'https://calls.example.com',
  },
  interview: { twiml: async () => '<Response/>', findFault: async () => null },
  consentTwiml: async () => '<Response/>',
});

function answer(reply: Reply, fields: object, changes = {}, isNew = true) {
  const sent = { status: 0, body: '' };
  const response = {
    writeHead: (status: number) => ((sent.status = status), response),
    end: (body = '') => void (sent.body = body),
  };
  const callback = callbackToStore(fields as Record<string, unknown>, changes);
  void replies[reply](response as unknown as ServerResponse, callback, { id: '1', isNew });
  return sent;
}

test('the telephony handler’s answer names the call of the application and the campaign’s event', () => {
  const fields = { CallSid: 'CA1', CallStatus: 'in-progress' };
  const body = (changes: object, isNew?: boolean) => JSON.parse(answer('telephony-json', fields, changes, isNew).body);
  expect(body({ query: { call_id: 'mine' } })).toEqual({
    status: 'processed',
    call_id: 'mine',
    event_type: 'call.answered',
  });
  expect(body({}, false)).toEqual({ status: 'duplicate', call_id: 'CA1', event_type: 'call.answered' });
  expect(body({ processingStatus: 'quarantined' })).toEqual({
    status: 'quarantined',
    call_id: 'CA1',
    event_type: null,
  });
});

test('a recording reported to the telephony handler is answered, though it has no call status', () => {
  const fields = { CallSid: 'CA1', RecordingSid: 'RE1', RecordingStatus: 'completed' };
  const { status, body } = answer('telephony-json', fields, { callbackKind: 'recording-complete' });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({ status: 'processed', call_id: 'CA1', event_type: null });
});

test('a new call of impossible shape is still connected', () => {
  const { status, body } = answer('routing-twiml', { From: ['a', 'b'], To: 5 });
  expect([status, body]).toEqual([200, expect.stringContaining('sip:dispatcher@example.sip.twilio.com</Sip>')]);
});

test('the URL alone sends a leg of a scheduled call into its conference; a URL that names none ends in an apology', () => {
  const twiml = (query: object) => answer('conference-twiml', {}, { query }).body;
  expect(twiml({ order_call_id: '42', leg: 'client' })).toContain('order-call-42</Conference>');
  for (const query of [{}, { order_call_id: '4 2' }, { order_call_id: ['4', '2'] }])
    expect(twiml(query)).toContain('We are sorry');
});
