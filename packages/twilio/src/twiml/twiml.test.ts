import { expect, test } from '@jest/globals';
import { openNumberRule } from '@trunkline/telephony/dialing';
import { routeCall, type RoutingConfig } from './route-call.ts';
import { apologyTwiml, emptyTwiml, routeTwiml } from './twiml.ts';

const CONFIG: RoutingConfig = {
  sipUser: 'dispatcher',
  sipDomain: 'abchomes.sip.us1.twilio.com',
  ownedNumbers: new Set(['+16175006181', '+16175006182']),
  emergencyNumbers: new Set(['933', '112']),
  refusalOf: () => null,
};
const routingTwiml = (from: string | null, to: string | null, config = CONFIG) =>
  routeTwiml(routeCall(from, to, config));
const DESK = 'sip:dispatcher@abchomes.sip.us1.twilio.com';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const STATUS =
  'statusCallback="/webhooks/twilio/voice-status#rc=5&amp;rp=all" statusCallbackEvent="initiated ringing answered completed" statusCallbackMethod="POST"';
const ACTION = 'action="/webhooks/twilio/dial-action#rc=5&amp;rp=all" method="POST" timeout="60"';
const SIP = `<Dial ${ACTION}><Sip ${STATUS}>${DESK}</Sip></Dial>`;
const call = (number: string, callerId = '+16175006181') =>
  `<Dial ${ACTION} callerId="${callerId}"><Number ${STATUS}>${number}</Number></Dial>`;
const NUMBER = call('+15085140320');
const sip = (address: string) => `<Dial ${ACTION}><Sip ${STATUS}>${address}</Sip></Dial>`;
const refusal = (digits: string) =>
  `<Say loop="3">This phone cannot call ${digits}. Hang up now, and call from a mobile phone or another line.</Say><Hangup/>`;
const NO_SUCH_NUMBER =
  '<Say>The number that you dialled does not exist. Please check it, and dial again.</Say><Hangup/>';

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
  ['a hidden caller in keypad digits rings our phone', '+266696687', '+16175006181', SIP],
  ['a hidden caller by SIP reaches no number', 'sip:anonymous@anonymous.invalid', 'sip:+15085140320@x', SIP],
  ['an extension', DESK, 'sip:1002003@acme.sip.twilio.com', sip('sip:1002003@acme.sip.twilio.com')],
  ['an extension that spells BLOCKED', DESK, 'sip:2562533@acme.sip.twilio.com', sip('sip:2562533@acme.sip.twilio.com')],
  ['an extension dialled in a browser', 'client:jane', '1002003', sip('sip:1002003@abchomes.sip.us1.twilio.com')],
  ['a colleague with a space', DESK, 'sip:front desk@acme.sip.twilio.com', sip('sip:front%20desk@acme.sip.twilio.com')],
  ['a number abroad with 00', DESK, 'sip:0018005551234@acme.sip.twilio.com', call('+18005551234')],
  ['a number abroad with 011', DESK, 'sip:01149301234567@acme.sip.twilio.com', call('+49301234567')],
  ['ten digits', DESK, 'sip:5085140320@acme.sip.twilio.com', NUMBER],
  ['a SIM that dials', 'sim:DE0123456789abcdef0123456789abcdef', '+15085140320', NUMBER],
  ['a number of no plan', DESK, 'sip:+11002003@acme.sip.twilio.com', NO_SUCH_NUMBER],
  ['a number of no plan with 00', DESK, 'sip:0015551234567@acme.sip.twilio.com', NO_SUCH_NUMBER],
  ['the digits of a hidden caller', DESK, 'sip:+266696687@acme.sip.twilio.com', NO_SUCH_NUMBER],
  ['our own number', DESK, 'sip:+16175006181@acme.sip.twilio.com', SIP],
  ['an emergency number that is not set', DESK, 'sip:911@acme.sip.twilio.com', refusal('9 1 1')],
  ['the same with +1', DESK, 'sip:+1911@acme.sip.twilio.com', refusal('9 1 1')],
  ['the same in a browser', 'client:jane', '911', refusal('9 1 1')],
  ['999, which is not of this country', DESK, 'sip:999@acme.sip.twilio.com', refusal('9 9 9')],
  ['000', DESK, 'sip:000@acme.sip.twilio.com', refusal('0 0 0')],
  ['110', DESK, 'sip:110@acme.sip.twilio.com', refusal('1 1 0')],
  ['an emergency number that is set', DESK, 'sip:933@acme.sip.twilio.com', call('933')],
  [
    'an emergency number from a phone with a number of its own',
    'sip:+16175006182@acme.sip.twilio.com',
    'sip:112@acme.sip.twilio.com',
    call('112', '+16175006182'),
  ],
  [
    'the same from a phone that shows another number',
    'sip:+15085140320@x',
    'sip:911@acme.sip.twilio.com',
    refusal('9 1 1'),
  ],
  ['the same from a phone that hides', 'sip:anonymous@anonymous.invalid', 'sip:933@acme.sip.twilio.com', call('933')],
])('%s', (_name, from, to, dial) => expect(routingTwiml(from, to, CONFIG)).toBe(`${HEAD}<Response>${dial}</Response>`));

test('a name that could break out of the document is escaped', () => {
  for (const to of ['sip:"><Hangup/>@x', '"A" <sip:"><Hangup/>@x>', 'sip:1">@<Hangup/>'])
    expect(routingTwiml(DESK, to)).not.toContain('<Hangup');
});

test('without a number of our own no emergency number can be called', () => {
  const config = { ...CONFIG, ownedNumbers: new Set<string>() };
  expect(routingTwiml(DESK, 'sip:933@acme.sip.twilio.com', config)).toContain(refusal('9 3 3'));
});

test('the fallback answers are documents too', () => {
  expect(emptyTwiml()).toBe(`${HEAD}<Response/>`);
  expect(apologyTwiml()).toMatch(/<Response><Say>.*<\/Say><Hangup\/><\/Response>$/);
});

const RULED: RoutingConfig = {
  ...CONFIG,
  refusalOf: openNumberRule({ countries: new Set(['US']), allowedNumbers: new Set(['+870773111632']) }),
};

test.each([
  ['sip:+19005551234@abchomes.sip.us1.twilio.com', 'number-type'],
  ['+19005551234', 'number-type'],
  ['sip:01188216123456789@abchomes.sip.us1.twilio.com', 'international-network'],
  ['sip:+5352123456@abchomes.sip.us1.twilio.com', 'country'],
  ['sip:011447781123456@abchomes.sip.us1.twilio.com', 'country'],
])('a phone that dials %s hears that it may not: %s', (to, rule) => {
  const route = routeCall('sip:alice@abchomes.sip.us1.twilio.com', to, RULED);
  expect(route).toMatchObject({ to: 'not-allowed', refusal: { rule } });
  expect(routeTwiml(route)).toMatch(/<Response><Say>.*may not call.*<\/Say><Hangup\/><\/Response>/);
});

test('the rule for numbers refuses no emergency call, no extension and no number that is allowed by name', () => {
  const routeOf = (user: string) =>
    routeCall('sip:alice@abchomes.sip.us1.twilio.com', `sip:${user}@abchomes.sip.us1.twilio.com`, RULED).to;
  expect(['112', '933', '204', '+870773111632', '+15085140320'].map(routeOf)).toEqual([
    'emergency',
    'emergency',
    'sip',
    'number',
    'number',
  ]);
});
