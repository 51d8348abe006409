import { expect, test } from '@jest/globals';
import { checkFacts } from './check-facts.ts';
import type { Facts } from './read-facts.ts';
import type { Expectation } from './scenarios/index.ts';

const COUNTS = { received: 2, missing: 0, quarantined: 0, dead: 0, duplicates: 0, reordered: 0, late: 0 };
const leg = { sid: 'CA1', status: 'completed', duration: '20', recordings: [] };
const sent = { url: 'http://x/status', faults: [], acked: true, dropped: false };

/** A call of 20 s with two callbacks, both stored. */
const facts = (changes: Partial<Facts> = {}, counts: Partial<typeof COUNTS> = {}): Facts => ({
  truth: { ...leg, is_over: true, legs: [], callbacks: [sent, sent], unused: [] },
  call: { status: 'completed', duration_sec: 20, legs: [] },
  explanation: {
    verdict: { state: 'complete', sentence: '' },
    counts: { ...COUNTS, ...counts },
    expected: [],
    recordings: [],
  },
  gaps: [],
  refusals: [],
  sirens: [],
  ...changes,
});
const COMPLETED: Expectation = { state: 'completed', legs: 1, stored: 'all', verdict: ['complete'] };
const wrong = (expected: Expectation, found: Facts) =>
  checkFacts(expected, found)
    .filter(({ ok }) => !ok)
    .map((check) => `${check.what}: ${check.expected}, not ${check.found}`);

test('a call that is as expected has nothing wrong', () => {
  expect(wrong(COMPLETED, facts())).toEqual([]);
});

test.each<[string, Expectation, Facts]>([
  ['state: busy, not completed', { ...COMPLETED, state: 'busy' }, facts()],
  ['duration: 20 s, not 21 s', COMPLETED, facts({ call: { status: 'completed', duration_sec: 21, legs: [] } })],
  ['legs: 2, not 1', { ...COMPLETED, legs: 2 }, facts()],
  ['stored callbacks: 2, not 1', COMPLETED, facts({}, { received: 1 })],
  ['stored callbacks: 0, not 2', { ...COMPLETED, stored: 'none' }, facts()],
  ['missing: 0, not 1', COMPLETED, facts({}, { missing: 1 })],
  ['quarantined: 0, not 1', COMPLETED, facts({}, { quarantined: 1 })],
  ['dead letters: 0, not 1', COMPLETED, facts({}, { dead: 1 })],
  ['reordered: 1 or more, not 0', { ...COMPLETED, reordered: 1 }, facts()],
  ['late: 1 or more, not 0', { ...COMPLETED, late: 1 }, facts()],
  ['verdict: healed, not complete', { ...COMPLETED, verdict: ['healed'] }, facts()],
  ['healed by: hot, not nothing', { ...COMPLETED, healedBy: 'hot' }, facts()],
  [
    'gaps: completed healed, not completed open',
    { ...COMPLETED, gaps: ['completed healed'] },
    facts({ gaps: [{ missing: 'completed', state: 'open' }] }),
  ],
  ['recording: completed, not none', { ...COMPLETED, recording: 'completed' }, facts()],
  ['pauses: 1, not 0', { ...COMPLETED, paused: true }, facts()],
  ['siren: active, not none', { ...COMPLETED, siren: 'active' }, facts()],
  [
    'refused for: old-token-or-forged, not another-port',
    { ...COMPLETED, refused: ['old-token-or-forged'] },
    facts({ refusals: ['another-port'] }),
  ],
])('it is said that %s', (sentence, expected, found) => {
  expect(wrong(expected, found)).toEqual([sentence]);
});

test('a duplicate that was not counted is noticed', () => {
  const twice = { ...facts().truth, callbacks: [{ ...sent, faults: ['duplicate'] }, sent] };
  expect(wrong({ ...COMPLETED, duplicates: 'all-copies' }, facts({ truth: twice }))).toEqual([
    'duplicates: 1 or more, not 0',
  ]);
});

test('of a call that is to stay unknown no duration is expected', () => {
  const unknown = facts({ call: null, explanation: null });
  expect(wrong({ state: 'unknown', stored: 'none' }, unknown)).toEqual([]);
  expect(wrong(COMPLETED, unknown)).toContain('state: completed, not unknown');
});
