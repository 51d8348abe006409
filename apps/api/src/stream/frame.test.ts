import { expect, test } from '@jest/globals';
import { notice, openFilter } from './frame.ts';

const frame = (name: string) => ({ ...notice(name, 1, {}), callId: '7', callSid: 'CA7' });

test.each([
  [undefined, 'call.updated', true],
  [['*'], 'gap.noticed', true],
  [['call.*'], 'call.updated', true],
  [['call.*'], 'callback.updated', false],
  [['siren.raised', 'call.created'], 'call.created', true],
  [['siren.raised', 'call.created'], 'call.updated', false],
])('a client that asks for %j receives %s: %j', (events, name, expected) => {
  expect(openFilter({ ...(events && { events }) }).wants(frame(name))).toBe(expected);
});

test.each([
  ['7', true],
  ['CA7', true],
  ['8', false],
])('a client that asks for call %s receives events of call 7: %j', (call, expected) => {
  expect(openFilter({ call }).wants(frame('call.updated'))).toBe(expected);
});

test('clients share encoded frames only if they asked for the same', () => {
  expect(openFilter({ call: '7' }).key).toBe(openFilter({ call: '7' }).key);
  expect(openFilter({ call: '7' }).key).not.toBe(openFilter({ events: ['7'] }).key);
});
