import { expect, test } from '@jest/globals';
import type { CallbackKind } from './callback-kinds.ts';
import { findCallbackPath, kindOfRequest, replyTo, waitsForTwiml } from './callback-paths.ts';

const PATHS = [
  ['/webhooks/twilio/voice-inbound', 'call-inbound', 'routing-twiml'],
  ['/webhooks/twilio/voice-status', 'call-status', 'no-content'],
  ['/webhooks/twilio/recording-status', 'recording-complete', 'no-content'],
  ['/webhooks/twilio/dial-action', 'dial-action', 'empty-twiml'],
  ['/voice', 'call-inbound', 'candidate-twiml'],
  ['/twilio-status', 'call-status', 'no-content'],
  ['/api/interviews/voice', 'call-inbound', 'interview-twiml'],
  ['/api/webhooks/record-response', 'record-action', 'interview-twiml'],
  ['/api/webhooks/call-status', 'call-status', 'no-content'],
  ['/api/webhooks/recording-status', 'recording-complete', 'no-content'],
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

const ANYTHING = findCallbackPath('/api/calls/webhook/twilio')!;

test.each<[CallbackKind, string]>([
  ['call-inbound', 'routing-twiml'],
  ['dial-action', 'empty-twiml'],
  ['record-action', 'empty-twiml'],
  ['gather-action', 'empty-twiml'],
  ['fallback', 'empty-twiml'],
  ['child-twiml', 'empty-twiml'],
  ['call-status', 'no-content'],
  ['recording-complete', 'no-content'],
  ['conference', 'no-content'],
])('on the path for anything %s gets %s', (kind, expected) => {
  expect(replyTo(ANYTHING, kind)).toBe(expected);
  expect(waitsForTwiml(replyTo(ANYTHING, kind))).toBe(expected.endsWith('twiml'));
});

test('on the path for anything a ringing call is new, unless it has the marks of a progress callback', () => {
  const ringing = { CallSid: 'CA1', CallStatus: 'ringing' };
  expect(kindOfRequest(ANYTHING, ringing)).toBe('call-inbound');
  expect(kindOfRequest(ANYTHING, { ...ringing, SequenceNumber: '1' })).toBe('call-status');
  expect(kindOfRequest(ANYTHING, { ...ringing, CallStatus: 'busy' })).toBe('call-status');
  expect(kindOfRequest(findCallbackPath('/twilio-status')!, ringing)).toBe('call-status');
});

test('the key that ends an answer makes its request no gather action', () => {
  const fields = { CallSid: 'CA1', CallStatus: 'in-progress', Digits: '#' };
  expect(kindOfRequest(findCallbackPath('/api/webhooks/record-response')!, fields)).toBe('record-action');
  expect(kindOfRequest(findCallbackPath('/api/interviews/voice')!, fields)).toBe('call-inbound');
});
