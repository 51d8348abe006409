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
  // 4. unknown
  ['neither is ours', THEIRS, '+442079460958', 'external', THEIRS],
  ['nothing is known', null, null, 'external', null],
] as const)('%s', (_name, from, to, direction, outside) => {
  expect(detectDirection(from, to, OWNED)).toBe(direction);
  expect(outsideNumber(direction, from, to)).toBe(outside);
});
