import { expect, test } from '@jest/globals';
import { matchesEvent } from './event-name.ts';

test.each([
  [['*'], 'siren.raised', true],
  [['siren.*'], 'siren.raised', true],
  [['siren.raised'], 'siren.raised', true],
  [['call.*', 'siren.raised'], 'siren.raised', true],
  [['siren.resolved'], 'siren.raised', false],
  [['call.*'], 'siren.raised', false],
  [['siren.*'], 'sirens.raised', false],
  [[], 'siren.raised', false],
])('%j selects %s: %s', (patterns, name, is) => {
  expect(matchesEvent(patterns, name)).toBe(is);
});
