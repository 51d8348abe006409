import { expect, test } from '@jest/globals';
import { MOST_BEGUN } from './operation-kind.ts';
import { nextOperationStep, type OperationProgress } from './operation-step.ts';

const progress = (changes: Partial<OperationProgress>): OperationProgress => ({
  canary: 0,
  waiting: 100,
  begun: 0,
  ok: 0,
  failed: 0,
  ...changes,
});

test.each<[string, Partial<OperationProgress>, number, object]>([
  ['begins what its rate allows', {}, 30, { begin: 30 }],
  ['begins no more than are left', { waiting: 7 }, 30, { begin: 7 }],
  ['begins no more than may be begun at a time', { waiting: 9000, begun: MOST_BEGUN - 4 }, 30, { begin: 4 }],
  ['goes on although items failed, once there is no canary', { failed: 5 }, 30, { begin: 30 }],
  ['waits for what is begun', { waiting: 0, begun: 1 }, 30, { begin: 0 }],
  ['is done when everything is settled', { waiting: 0, ok: 3, failed: 2 }, 30, { end: 'done' }],
  ['begins the canary alone', { canary: 5 }, 30, { begin: 5 }],
  ['begins no more while the canary is out', { canary: 5, begun: 3, ok: 2 }, 30, { begin: 0 }],
  ['replaces what the canary skipped', { canary: 5, ok: 3 }, 30, { begin: 2 }],
  ['begins the rest once the canary succeeded', { canary: 5, ok: 5 }, 30, { begin: 30 }],
  ['waits for the others of a canary that failed', { canary: 5, begun: 1, failed: 1, ok: 3 }, 30, { begin: 0 }],
  ['fails when the canary failed', { canary: 5, failed: 1, ok: 4 }, 30, expect.objectContaining({ end: 'failed' })],
  ['a failure after the canary ends nothing', { canary: 5, ok: 5, failed: 9 }, 30, { begin: 30 }],
])('an operation %s', (_what, changes, mayBegin, expected) => {
  expect(nextOperationStep(progress(changes), mayBegin)).toEqual(expected);
});
