import { expect, test } from '@jest/globals';
import { subscribes } from './subscribes.ts';

test.each([
  [['*'], 'siren.raised', true],
  [['siren.*'], 'siren.raised', true],
  [['siren.raised'], 'siren.raised', true],
  [['call.*', 'siren.raised'], 'siren.raised', true],
  [['siren.resolved'], 'siren.raised', false],
  [['call.*'], 'siren.raised', false],
  [['siren.*'], 'sirens.raised', false],
  [[], 'siren.raised', false],
])('whoever asked for %j and hears of %s: %s', (patterns, name, is) => {
  expect(subscribes(patterns, name)).toBe(is);
});
