import { expect, test } from '@jest/globals';
import type { Siren } from '../open-sirens.ts';
import { isSoundDue, sounding, soundedAfter } from './due-sounds.ts';

const siren = (id: string, alerts = 1, status: Siren['status'] = 'active') => ({ id, alerts, status }) as Siren;
const NONE = new Set<string>();

test('sirens sound that are unanswered and not muted', () => {
  const open = [siren('1'), siren('2', 1, 'acknowledged'), siren('3')];
  expect(sounding(open, new Set(['3'])).map(({ id }) => id)).toEqual(['1']);
});

test('a new siren sounds in every mode but off', () => {
  const open = sounding([siren('1')], NONE);
  expect((['repeat', 'once', 'off'] as const).map((mode) => isSoundDue(open, new Map(), mode))).toEqual([
    true,
    true,
    false,
  ]);
});

test('a further alert sounds again where it repeats', () => {
  const before = soundedAfter([siren('1', 1)]);
  expect(isSoundDue([siren('1', 1)], before, 'repeat')).toBe(false);
  expect(isSoundDue([siren('1', 2)], before, 'repeat')).toBe(true);
  expect(isSoundDue([siren('1', 2)], before, 'once')).toBe(false);
});

test('a siren that was answered and released sounds again', () => {
  const answered = soundedAfter(sounding([siren('1', 1, 'acknowledged')], NONE));
  expect(isSoundDue([siren('1', 1)], answered, 'once')).toBe(true);
});
