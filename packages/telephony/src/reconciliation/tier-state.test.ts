import { expect, test } from '@jest/globals';
import { tierStateOf } from './tier-state.ts';

const at = (second: number) => new Date(second * 1000);
const tier = (more: object) => ({
  jobName: 'reconcile_hot',
  lagSeconds: 5,
  lastSuccessAt: at(100),
  lastErrorAt: null,
  ...more,
});

test.each([
  ['that succeeded a moment ago', {}, 'ok'],
  ['whose last error is older than its success', { lastErrorAt: at(99) }, 'ok'],
  ['whose last round failed', { lastErrorAt: at(101) }, 'failing'],
  ['that has only failed', { lastErrorAt: at(1), lastSuccessAt: null, lagSeconds: null }, 'failing'],
  ['that has not succeeded for three minutes', { lagSeconds: 181 }, 'late'],
  ['that comes daily, after a day', { jobName: 'reconcile_cold', lagSeconds: 86_400 }, 'ok'],
  ['that comes daily, after a day and four hours', { jobName: 'reconcile_cold', lagSeconds: 100_001 }, 'late'],
  ['that never ran', { lastSuccessAt: null, lagSeconds: null }, 'never'],
])('a tier %s', (_what, more, state) => {
  expect(tierStateOf(tier(more))).toBe(state);
});
