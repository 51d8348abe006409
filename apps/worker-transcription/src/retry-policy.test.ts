import { expect, test } from '@jest/globals';
import { UnusableAudioError } from './audio/open-audio.ts';
import { DeferredError, NoAnswerError } from './call-model-once.ts';
import { decideRetry } from './retry-policy.ts';
import { StoreUnavailableError } from './transcribe-recording.ts';

const refused = new NoAnswerError('The model server answered 400', { isServerFault: false });
const unavailable = new NoAnswerError('The model server answered 503');

test.each([
  ['a spent budget', new DeferredError('over-budget'), 60_000],
  ['a key that is refused', new DeferredError('not-allowed'), 60_000],
  ['a call in progress', new DeferredError('under-way'), 30_000],
])('%s is retried without being charged, however long it lasts', (_, error, afterMs) => {
  expect(decideRetry(error, 1000)).toEqual({ kind: 'retry', afterMs, isCharged: false, error: null });
});

test.each([
  ['input that the model rejects', refused, 3],
  ['an unavailable server', unavailable, 24],
  ['a store that lacks the object', new Error('There is no object'), 24],
])('%s is retried a bounded number of times', (_, error, most) => {
  expect(decideRetry(error, most - 2)).toMatchObject({ kind: 'retry', isCharged: true });
  expect(decideRetry(error, most - 1)).toEqual({ kind: 'give-up', error: error.message });
});

test('a store that fails is asked again each minute without being charged, however long it lasts', () => {
  const error = new StoreUnavailableError({ cause: 'disk error', remedy: 'check it' }, new Error('EIO'));
  expect(decideRetry(error, 1000)).toEqual({ kind: 'retry', afterMs: 60_000, isCharged: false, error: error.message });
});

test.each([new UnusableAudioError('Empty'), new NoAnswerError('Lost', { isLast: true })])(
  '%s is given up at once',
  (error) => {
    expect(decideRetry(error, 0)).toEqual({ kind: 'give-up', error: error.message });
  },
);

test('the delays grow to ten minutes, plus a quarter', () => {
  const waits = Array.from({ length: 20 }, (_, tries) => decideRetry(unavailable, tries)).flatMap((next) =>
    next.kind === 'retry' ? [next.afterMs] : [],
  );
  expect(waits[0]).toBeLessThanOrEqual(1250);
  expect(Math.max(...waits)).toBeLessThanOrEqual(750_000);
  expect(Math.min(...waits.slice(12))).toBeGreaterThanOrEqual(450_000);
});
