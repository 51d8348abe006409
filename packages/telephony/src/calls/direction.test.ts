import { expect, test } from '@jest/globals';
import { detectDirection, outsideNumber } from './direction.ts';

const OWNED = new Set(['+16175006181', '+16175006182']);
const OURS = '+16175006181';
const THEIRS = '+15085140320';
const DESK = 'sip:dispatcher@abchomes.sip.us1.twilio.com';

test.each([
  // 1. SIP decides first
  ['a person to our phone', THEIRS, DESK, 'inbound', THEIRS],
  ['our phone to a person', DESK, THEIRS, 'outbound', THEIRS],
  ['our phone dials a number as a SIP address', DESK, `sip:${THEIRS}@abchomes.sip.twilio.com`, 'outbound', THEIRS],
  ['a browser client calls, To is empty', 'client:2', '', 'outbound', null],
  ['a person to a browser client', THEIRS, 'client:888', 'inbound', THEIRS],
  ['our number shown on a leg to our phone', OURS, DESK, 'inbound', OURS],
  // 2. owned numbers second
  ['our number to a person', OURS, THEIRS, 'outbound', THEIRS],
  ['a person to our number', THEIRS, OURS, 'inbound', THEIRS],
  ['a hidden caller to our number', 'anonymous', OURS, 'inbound', null],
  // 3. both ours
  ['phone to phone', DESK, 'sip:100@abchomes.sip.us1.twilio.com', 'internal', null],
  ['our number to our number', OURS, '+16175006182', 'internal', null],
  // 4. hidden callers, and parties of other forms
  ['a hidden caller in keypad digits', '+266696687', OURS, 'inbound', null],
  ['a hidden caller in digits of a real area', '+17378742833', OURS, 'inbound', null],
  ['a hidden caller by SIP', 'sip:anonymous@anonymous.invalid', OURS, 'inbound', null],
  ['a hidden caller to our phone', 'anonymous@10.0.0.1', DESK, 'inbound', null],
  ['a name to our number', "Joe's B&B", OURS, 'inbound', null],
  ['a short code to our number', '12345', OURS, 'inbound', null],
  ['a number of no plan to our number', '+15551234567', OURS, 'inbound', null],
  ['a client with a space to our number', 'client:Jane Doe', OURS, 'internal', null],
  ['a SIM to our number', 'sim:DE0123456789abcdef0123456789abcdef', OURS, 'internal', null],
  ['a SIM to a person', 'sim:DE0123456789abcdef0123456789abcdef', THEIRS, 'outbound', THEIRS],
  ['a person to an application', THEIRS, 'app:AP0123456789abcdef0123456789abcdef', 'inbound', THEIRS],
  ['a national number to our number', '5085140320', OURS, 'inbound', THEIRS],
  ['our phone dials an extension', DESK, 'sip:1002003@abchomes.sip.twilio.com', 'internal', null],
  ['a browser dials an extension', 'client:2', '1002003', 'internal', null],
  ['our phone dials with 00', DESK, 'sip:0015085140320@abchomes.sip.twilio.com', 'outbound', THEIRS],
  ['our phone dials an emergency number', DESK, 'sip:911@abchomes.sip.twilio.com', 'outbound', null],
  [
    'a phone whose user is our number dials another',
    `sip:${OURS}@abchomes.sip.twilio.com`,
    'sip:100@abchomes.sip.twilio.com',
    'internal',
    null,
  ],
  [
    'a phone whose user is our number dials a person',
    `sip:${OURS}@abchomes.sip.twilio.com`,
    `sip:${THEIRS}@abchomes.sip.twilio.com`,
    'outbound',
    THEIRS,
  ],
  ['our phone calls a user named as hidden callers are', DESK, 'sip:private@abchomes.sip.twilio.com', 'internal', null],
  // 5. unknown
  ['neither is ours', THEIRS, '+442079460958', 'external', THEIRS],
  ['nothing is known', null, null, 'external', null],
] as const)('%s', (_name, from, to, direction, outside) => {
  expect(detectDirection(from, to, OWNED)).toBe(direction);
  expect(outsideNumber(direction, from, to)).toBe(outside);
});
