import { expect, test } from '@jest/globals';
import { matchesEvent } from './stream.ts';

test.each([
  [['*'], 'siren.raised', true],
  [['*'], 'gap.noticed', true],
  [['siren.*'], 'siren.raised', true],
  [['siren.raised'], 'siren.raised', true],
  [['call.*', 'siren.raised'], 'siren.raised', true],
  [['call.*'], 'call.updated', true],
  [['call.*'], 'callback.updated', false],
  [['siren.resolved'], 'siren.raised', false],
  [['call.*'], 'siren.raised', false],
  [['siren.*'], 'sirens.raised', false],
  [['siren.*'], 'siren', false],
  [[], 'siren.raised', false],
])('patterns %j match the event %s: %s', (patterns, name, expected) => {
  expect(matchesEvent(patterns, name)).toBe(expected);
});
