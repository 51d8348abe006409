import { expect, test } from '@jest/globals';
import { renderDrift } from './render-drift.ts';

const counts = { calls: 1234, recordings: 1, facts: 5678, driftCount: 0, drift: [] };
const drift = (column: string) => ({
  table: 'calls' as const,
  sid: 'CA1',
  column,
  stored: '7',
  rebuilt: null,
});

test('no drift is one line', () => {
  expect(renderDrift(counts)).toBe('Rebuilt 1,234 calls and 1 recording from 5,678 facts: no drift.\n');
});

test('every difference is a line with both values, and differences beyond 50 are counted', () => {
  const text = renderDrift({
    ...counts,
    driftCount: 60,
    drift: Array.from({ length: 60 }, () => drift('duration_sec')),
  });
  expect(text).toContain('from 5,678 facts: 60 differences.\n  calls CA1 duration_sec: stored "7", rebuilt nothing\n');
  expect(text).toContain('  and 10 more; --json lists up to 1,000\nA row was changed by hand');
});

test('if only directions differ, the text points to OWNED_PHONE_NUMBERS', () => {
  expect(renderDrift({ ...counts, driftCount: 1, drift: [drift('direction')] })).toContain('OWNED_PHONE_NUMBERS');
});
