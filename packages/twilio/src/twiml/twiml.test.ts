import { expect, test } from '@jest/globals';
import { apologyTwiml, emptyTwiml, routingTwiml } from './twiml.ts';

const CONFIG = {
  sipUser: 'dispatcher',
  sipDomain: 'abchomes.sip.us1.twilio.com',
  ownedNumbers: new Set(['+16175006181']),
};
const DESK = 'sip:dispatcher@abchomes.sip.us1.twilio.com';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const STATUS =
  'statusCallback="/webhooks/twilio/voice-status#rc=5&amp;rp=all" statusCallbackEvent="initiated ringing answered completed" statusCallbackMethod="POST"';
const ACTION = 'action="/webhooks/twilio/dial-action#rc=5&amp;rp=all" method="POST" timeout="60"';
const SIP = `<Dial ${ACTION}><Sip ${STATUS}>${DESK}</Sip></Dial>`;
const NUMBER = `<Dial ${ACTION} callerId="+16175006181"><Number ${STATUS}>+15085140320</Number></Dial>`;

test.each([
  ['a person rings our phone', '+15085140320', '+16175006181', SIP],
  ['a hidden caller rings our phone', 'anonymous', '+16175006181', SIP],
  ['our phone reaches a person', DESK, 'sip:+15085140320@abchomes.sip.twilio.com', NUMBER],
  [
    'a call that we placed to a person is connected to our phone, not to the same person again',
    '+16175006181',
    '+15085140320',
    SIP,
  ],
  ['nothing known still rings our phone', null, null, SIP],
])('%s', (_name, from, to, dial) => expect(routingTwiml(from, to, CONFIG)).toBe(`${HEAD}<Response>${dial}</Response>`));

test('a name that could break out of the document is escaped', () => {
  expect(routingTwiml(DESK, 'sip:"><Hangup/>@x', CONFIG)).not.toContain('<Hangup');
});

test('the fallback answers are documents too', () => {
  expect(emptyTwiml()).toBe(`${HEAD}<Response/>`);
  expect(apologyTwiml()).toMatch(/<Response><Say>.*<\/Say><Hangup\/><\/Response>$/);
});
