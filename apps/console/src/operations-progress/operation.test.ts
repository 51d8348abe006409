import { describe, expect, test } from '@jest/globals';
import { canaryInWords, progressInWords, secondsLeft, titleOf, type Operation } from './operation.ts';

const operation = (changes: Partial<Operation>): Operation => ({
  id: '1',
  kind: 'dead-letters.replay',
  filter: {},
  summary: 'Would replay 1,204 callbacks of 311 calls (type: call-status). Twilio is not contacted.',
  reason: 'fixed',
  state: 'running',
  rate: 50,
  canary: 1,
  total: 1204,
  begun: 0,
  ok: 0,
  failed: 0,
  skipped: 0,
  left: 1204,
  errors: [],
  requested_by: 'operator',
  created_at: '2026-11-29T14:00:00Z',
  ended_at: null,
  ended_because: null,
  ...changes,
});

describe('an operation in words', () => {
  test('its title is the sentence of its preview, as a command', () => {
    expect(titleOf(operation({}))).toBe('Replay 1,204 callbacks of 311 calls (type: call-status).');
    expect(titleOf({ summary: 'Something else' })).toBe('Something else');
  });

  test('what failed, was skipped or is in progress is named only if there is any', () => {
    expect(progressInWords(operation({ ok: 1204, left: 0 }))).toBe('1,204 of 1,204 done');
    expect(progressInWords(operation({ ok: 600, failed: 3, begun: 20 }))).toBe(
      '600 of 1,204 done, 3 failed, 20 in progress',
    );
  });

  test('the time left follows from the rate, and is unknown while the canary or a pause holds it', () => {
    expect(secondsLeft(operation({ ok: 204, left: 1000 }))).toBe(20);
    expect(secondsLeft(operation({ ok: 0 }))).toBeNull();
    expect(secondsLeft(operation({ ok: 204, left: 1000, state: 'paused' }))).toBeNull();
    expect(canaryInWords(operation({ ok: 0 }))).toContain('One is done first');
    expect(canaryInWords(operation({ ok: 1 }))).toBeNull();
  });
});
