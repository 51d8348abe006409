import { expect, test } from '@jest/globals';
import { NoAnswerError, NotNowError } from './ask-once.ts';
import { UnusableAudioError } from './audio/open-audio.ts';
import { decideNextTry } from './next-try.ts';

const refused = new NoAnswerError('The model server answered 400', { isServers: false });
const away = new NoAnswerError('The model server answered 503');

test.each([
  ['a spent budget', new NotNowError('over-budget'), 60_000],
  ['a key that is refused', new NotNowError('not-allowed'), 60_000],
  ['somebody else who asks', new NotNowError('under-way'), 30_000],
])('%s is waited for without being charged, however long it takes', (_, error, afterMs) => {
  expect(decideNextTry(error, 1000)).toEqual({ kind: 'again', afterMs, isCharged: false, error: null });
});

test.each([
  ['what the model does not take', refused, 3],
  ['a server in trouble', away, 24],
  ['a store in trouble', new Error('There is no object'), 24],
])('%s is tried a bounded number of times', (_, error, most) => {
  expect(decideNextTry(error, most - 2)).toMatchObject({ kind: 'again', isCharged: true });
  expect(decideNextTry(error, most - 1)).toEqual({ kind: 'give-up', error: error.message });
});

test.each([new UnusableAudioError('Empty'), new NoAnswerError('Lost', { isLast: true })])(
  '%s is given up at once',
  (error) => {
    expect(decideNextTry(error, 0)).toEqual({ kind: 'give-up', error: error.message });
  },
);

test('the tries move apart, up to ten minutes and a quarter', () => {
  const waits = Array.from({ length: 20 }, (_, tries) => decideNextTry(away, tries)).flatMap((next) =>
    next.kind === 'again' ? [next.afterMs] : [],
  );
  expect(waits[0]).toBeLessThanOrEqual(1250);
  expect(Math.max(...waits)).toBeLessThanOrEqual(750_000);
  expect(Math.min(...waits.slice(12))).toBeGreaterThanOrEqual(450_000);
});
