import { expect, test } from '@jest/globals';
import type { Reply } from '@trunkline/telephony/callbacks';
import { openNumberRule } from '@trunkline/telephony/dialing';
import type { ServerResponse } from 'node:http';
import { callbackToStore } from '../../../test/support/twilio/callbacks.ts';
import { createReplies } from './replies.ts';

const lines: unknown[] = [];
const logged = (level: string) => (about: unknown) => void lines.push({ level, ...(about as object) });
const replies = createReplies({
  routing: {
    sipUser: 'dispatcher',
    sipDomain: 'example.sip.twilio.com',
    ownedNumbers: new Set(['+16175006181']),
    emergencyNumbers: new Set(['933']),
    refusalOf: openNumberRule({ countries: new Set(['US']), allowedNumbers: new Set() }),
    baseUrl: 'https://calls.example.com',
  },
  interview: { twiml: async () => '<Response/>', findFault: async () => null },
  consentTwiml: async () => '<Response/>',
  log: { warn: logged('warn'), error: logged('error') },
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

test('an emergency number that is not placed is refused aloud and logged as an error, also without a database', () => {
  const CallSid = `CA${'9'.repeat(32)}`;
  const dial = (To: string) => answer('routing-twiml', { CallSid, From: 'sip:1001@acme.sip.twilio.com', To }).body;
  lines.length = 0;
  expect(dial('sip:911@acme.sip.twilio.com')).toMatch(
    /<Response><Say loop="3">[^<]*9 1 1[^<]*<\/Say><Hangup\/><\/Response>$/,
  );
  expect(dial('sip:933@acme.sip.twilio.com')).toContain('callerId="+16175006181"><Number');
  expect(dial('sip:1002003@acme.sip.twilio.com')).toContain('>sip:1002003@acme.sip.twilio.com</Sip>');
  expect(lines).toEqual([
    { level: 'error', event: 'emergency_call_refused', call_sid: CallSid, number: '911' },
    { level: 'warn', event: 'emergency_call', call_sid: CallSid, number: '933' },
  ]);
});
