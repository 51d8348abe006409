import { expect, test } from '@jest/globals';
import type { CallbackKind } from './callback-kinds.ts';
import { findCallbackPath, kindOfRequest, replyTo, waitsForTwiml, type CallbackPath } from './callback-paths.ts';

const PATHS = [
  ['/webhooks/twilio/voice-inbound', 'call-inbound', 'routing-twiml'],
  ['/webhooks/twilio/voice-status', 'call-status', 'no-content'],
  ['/webhooks/twilio/recording-status', 'recording-complete', 'no-content'],
  ['/webhooks/twilio/dial-action', 'dial-action', 'empty-twiml'],
  ['/voice', 'call-inbound', 'candidate-twiml'],
  ['/twilio-status', 'call-status', 'no-content'],
  ['/api/interviews/voice', 'call-inbound', 'interview-twiml'],
  ['/api/webhooks/record-response', 'record-action', 'interview-twiml'],
  ['/api/webhooks/call-status', 'call-status', 'interview-status'],
  ['/api/webhooks/recording-status', 'recording-complete', 'interview-status'],
  ['/webhooks/telephony/events', 'call-status', 'telephony-json'],
  ['/api/calls/consent', 'call-inbound', 'consent-twiml'],
  ['/api/calls/webhook/twilio', 'call-status', 'by-kind'],
  ['/api/calls/conference', 'call-inbound', 'conference-twiml'],
] as const;

test.each(PATHS)('%s is a path for %s that replies %s, with or without slash and query', (path, kind, replies) => {
  for (const suffix of ['', '/', '//', '?candidate_id=7', '/?candidate_id=7'])
    expect(findCallbackPath(path + suffix)).toMatchObject({ kind, replies });
});

test.each([
  '/',
  '',
  '/health',
  '/webhooks/twilio',
  '/webhooks/twilio/voice-statusx',
  '/Twilio-Status',
  '//twilio-status',
  '?/twilio-status',
])('%j is no callback path', (target) => expect(findCallbackPath(target)).toBeUndefined());

const at = (path: string): CallbackPath => findCallbackPath(path)!;
const ANYTHING = at('/api/calls/webhook/twilio');
const CALL = { CallSid: `CA${'1'.repeat(32)}`, Direction: 'inbound' };

test.each<[CallbackKind, string]>([
  ['call-inbound', 'routing-twiml'],
  ['dial-action', 'empty-twiml'],
  ['record-action', 'empty-twiml'],
  ['gather-action', 'empty-twiml'],
  ['fallback', 'empty-twiml'],
  ['child-twiml', 'empty-twiml'],
  ['recording-complete', 'no-content'],
  ['conference', 'no-content'],
])('on the path for anything %s gets %s', (kind, expected) => {
  expect(replyTo(ANYTHING, kind, CALL)).toBe(expected);
  expect(waitsForTwiml(replyTo(ANYTHING, kind, CALL))).toBe(expected.endsWith('twiml'));
});

/** What a request is, and what it gets at the path for anything and at one for status callbacks. */
test.each<[string, Record<string, string>, CallbackKind, string, string]>([
  ['a new call', { CallStatus: 'ringing' }, 'call-inbound', 'routing-twiml', 'empty-twiml'],
  [
    'an answered call of ours',
    { CallStatus: 'in-progress', Direction: 'outbound-api' },
    'call-inbound',
    'routing-twiml',
    'empty-twiml',
  ],
  [
    'progress with a sequence',
    { CallStatus: 'ringing', SequenceNumber: '1' },
    'call-status',
    'no-content',
    'no-content',
  ],
  [
    'progress with its source',
    { CallStatus: 'in-progress', CallbackSource: 'call-progress-events' },
    'call-status',
    'no-content',
    'no-content',
  ],
  ['an end with a duration', { CallStatus: 'completed', CallDuration: '7' }, 'call-status', 'no-content', 'no-content'],
  ['an end without duration', { CallStatus: 'busy' }, 'call-status', 'empty-twiml', 'empty-twiml'],
  [
    'the action of <Enqueue>',
    { CallStatus: 'in-progress', QueueResult: 'hangup' },
    'other',
    'empty-twiml',
    'empty-twiml',
  ],
  ['the action of <Pay>', { CallStatus: 'in-progress', PayErrorCode: '64001' }, 'other', 'empty-twiml', 'empty-twiml'],
  [
    'the action of <Refer>',
    { CallStatus: 'completed', ReferCallStatus: 'completed' },
    'call-status',
    'empty-twiml',
    'empty-twiml',
  ],
  [
    'the action of <Dial>',
    { CallStatus: 'in-progress', DialCallStatus: 'busy' },
    'dial-action',
    'empty-twiml',
    'empty-twiml',
  ],
  ['a stream event', { StreamEvent: 'stream-error' }, 'other', 'no-content', 'no-content'],
  [
    'a recording',
    { RecordingSid: `RE${'1'.repeat(32)}`, RecordingStatus: 'completed' },
    'recording-complete',
    'no-content',
    'no-content',
  ],
])('%s', (_what, fields, kind, reply, replyAtStatusPath) => {
  const request = { ...CALL, ...fields };
  expect([kindOfRequest(ANYTHING, request), replyTo(ANYTHING, kind, request)]).toEqual([kind, reply]);
  const status = at('/webhooks/twilio/voice-status');
  expect(replyTo(status, kindOfRequest(status, request), request)).toBe(replyAtStatusPath);
});

test.each(['/webhooks/twilio/voice-status', '/twilio-status'])('at %s a bare status is a status', (path) =>
  expect(kindOfRequest(at(path), { ...CALL, CallStatus: 'ringing' })).toBe('call-status'),
);

test('the telephony handler gets its JSON for every status, and an action its TwiML', () => {
  const path = at('/webhooks/telephony/events');
  expect(replyTo(path, 'call-status', { CallStatus: 'in-progress' })).toBe('telephony-json');
  expect(replyTo(path, 'dial-action', { CallStatus: 'in-progress' })).toBe('empty-twiml');
});

test('a request without what its path stands for is kept as another callback', () => {
  const refer = { ...CALL, CallStatus: 'in-progress', ReferCallStatus: 'in-progress', ReferSipResponseCode: '202' };
  expect(kindOfRequest(at('/webhooks/twilio/dial-action'), refer)).toBe('other');
  expect(kindOfRequest(at('/webhooks/twilio/recording-status'), { ...CALL, RecordingSid: 'RE1' })).toBe('other');
});

test('the key that ends an answer makes its request no gather action', () => {
  const fields = { CallSid: 'CA1', CallStatus: 'in-progress', Digits: '#' };
  expect(kindOfRequest(findCallbackPath('/api/webhooks/record-response')!, fields)).toBe('record-action');
  expect(kindOfRequest(findCallbackPath('/api/interviews/voice')!, fields)).toBe('call-inbound');
});
