import { expect, test } from '@jest/globals';
import { orderCallTwiml, orderCallUrls } from './order-call.ts';

test('both legs of a scheduled call enter the same room, named by its id alone', () => {
  const twiml = orderCallTwiml('https://calls.example.com/', '42');
  expect(twiml).toContain('>order-call-42</Conference>');
  expect(twiml).toContain('startConferenceOnEnter="true" endConferenceOnExit="true"');
  expect(twiml).toContain('https://calls.example.com/api/calls/webhook/twilio?order_call_id=42#rc=5&amp;rp=all');
  expect(twiml).toContain('action="https://calls.example.com/webhooks/twilio/dial-action#rc=5&amp;rp=all"');
});

test('the URLs of a leg name its call, its side and its intent', () => {
  const urls = orderCallUrls('https://calls.example.com');
  expect([urls.voice({ callId: '42', leg: 'reader' }), urls.status('w')]).toEqual([
    'https://calls.example.com/api/calls/conference?leg=reader&order_call_id=42',
    'https://calls.example.com/api/calls/webhook/twilio?intent_id=w',
  ]);
});
