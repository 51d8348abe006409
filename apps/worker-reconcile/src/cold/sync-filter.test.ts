import { expect, test } from '@jest/globals';
import { callResource } from '../../../../test/support/twilio/resources.ts';
import { skipReason } from './sync-filter.ts';

const OWNED = new Set(['+16175006181', '+16175006182']);
const OURS = '+16175006181';
const THEIRS = '+15085140320';
const DESK = 'sip:dispatcher@abchomes.sip.us1.twilio.com';

test.each([
  ['a person calls our number', THEIRS, OURS, null],
  ['our number calls a person', OURS, THEIRS, null],
  ['our phone dials a person as a SIP address', DESK, `sip:${THEIRS}@abchomes.sip.us1.twilio.com`, null],
  ['a person is put through to our phone', THEIRS, DESK, null],
  ['a person abroad calls our number', '+5511555001234', OURS, null],
  ['phone to phone', DESK, 'sip:100@abchomes.sip.us1.twilio.com', 'internal'],
  ['our number to our number', OURS, '+16175006182', 'internal'],
  ['our phone to a browser', DESK, 'client:anna', 'internal'],
  ['a browser that calls no number', 'client:anna', '', 'no other party'],
  ['nothing is known', null, null, 'no other party'],
  ['a hidden caller', 'anonymous', OURS, null],
  ['a hidden caller in keypad digits', '+7378742833', OURS, null],
  ['a number too short to be one', '+123456789', OURS, null],
  ['a short code', '12345', OURS, null],
  ['a name', "Joe's B&B", OURS, null],
  ['a SIM calls our number', 'sim:DE0123456789abcdef0123456789abcdef', OURS, null],
  ['our phone dials an extension', DESK, 'sip:1002003@abchomes.sip.us1.twilio.com', 'internal'],
] as const)('%s: %s', (_what, from, to, reason) => {
  expect(skipReason(callResource({ from, to }), OWNED)).toBe(reason);
});

test.each([null, ''])('a call that never began (%j) is skipped: it would date from 1970', (start) => {
  expect(skipReason(callResource({ start_time: start }), OWNED)).toBe('no start time');
});
