import { expect, test } from '@jest/globals';
import { conferenceTwiml } from './conference-twiml.ts';

const entry = {
  room: 'order-call-7',
  startOnEnter: true,
  endOnExit: false,
  statusUrl: 'https://calls.example.com/api/calls/webhook/twilio?call_id=7',
  actionUrl: 'https://calls.example.com/webhooks/twilio/dial-action?call_id=7&leg=client',
};

test('a call enters the room, and Twilio sends participants’ events and fetches the next document', () => {
  expect(conferenceTwiml(entry)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response>' +
      '<Dial action="https://calls.example.com/webhooks/twilio/dial-action?call_id=7&amp;leg=client#rc=5&amp;rp=all" method="POST">' +
      '<Conference startConferenceOnEnter="true" endConferenceOnExit="false" ' +
      'statusCallback="https://calls.example.com/api/calls/webhook/twilio?call_id=7#rc=5&amp;rp=all" ' +
      'statusCallbackEvent="start end join leave" statusCallbackMethod="POST">order-call-7</Conference></Dial></Response>',
  );
});

test('a greeting is heard before the room, and cannot break out of the document', () => {
  const greeting = { text: 'Hello & <Hangup/>', language: 'en-US', voice: 'Polly.Joanna-Neural' };
  expect(conferenceTwiml({ ...entry, greeting })).toContain(
    '<Response><Say language="en-US" voice="Polly.Joanna-Neural">Hello &amp; &lt;Hangup/&gt;</Say><Dial',
  );
});

test('each call states whether it waits for others, and whether its leaving ends the conference', () => {
  expect(conferenceTwiml({ ...entry, startOnEnter: false, endOnExit: true })).toContain(
    '<Conference startConferenceOnEnter="false" endConferenceOnExit="true"',
  );
});
