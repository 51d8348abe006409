import { expect, test } from '@jest/globals';
import {
  SubmissionUnknownError,
  TwilioAnswerError,
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
  TwilioUnavailableError,
} from '@trunkline/twilio/rest';
import { outcomeOfFailure } from './submission-outcome.ts';

const asked = { method: 'POST', path: '/Calls.json' };
const now = new Date('2026-11-20T12:00:00Z');
const outcomeOf = (error: unknown, attempts = 1) =>
  outcomeOfFailure(error, { at: new Date(now.getTime() - 1000), attempts, checkSeconds: 320 }, now);
const refusal = (status: number, code?: number) =>
  new TwilioRequestError(asked, { status, code, moreInfo: 'https://www.twilio.com/docs/errors/21211' });

test.each([
  ['a 429', refusal(429, 20429)],
  ['a request that was never sent', new TwilioUnansweredError(asked, 'network', new Error('ECONNREFUSED'))],
  ['credentials that Twilio rejects', new TwilioCredentialsError(asked, { status: 401 }, 'TWILIO_AUTH_TOKEN')],
  ['an open circuit', new TwilioUnavailableError(new Date(now.getTime() + 5000))],
])('%s goes back to the queue, for a later attempt', (_what, error) => {
  const outcome = outcomeOf(error);
  expect(outcome.state).toBe('queued');
  expect((outcome as { retryAt: Date }).retryAt.getTime()).toBeGreaterThanOrEqual(now.getTime() + 1000);
});

test.each([
  ['a lost answer', new SubmissionUnknownError(asked, new Error('socket hang up'))],
  ['an unreadable answer', new TwilioAnswerError('odd')],
  ['an unexpected error', new TypeError('x is not a function')],
  ['a thrown text', 'oops'],
])('%s leaves the submission unknown, with a check scheduled', (_what, error) => {
  expect(outcomeOf(error)).toMatchObject({ state: 'submission_unknown', lookAt: new Date(now.getTime() + 9000) });
});

test('a refusal is final and keeps Twilio’s code and its link', () => {
  expect(outcomeOf(refusal(400, 21211))).toMatchObject({
    state: 'refused',
    errorCode: '21211',
    moreInfo: 'https://www.twilio.com/docs/errors/21211',
  });
  expect(outcomeOf(refusal(404))).toMatchObject({ state: 'refused', errorCode: null });
});

test('retry delays grow to at most a minute and a half', () => {
  const delays = [1, 2, 3, 5, 7, 50].map((attempts) => {
    const { retryAt } = outcomeOf(refusal(429), attempts) as { retryAt: Date };
    return retryAt.getTime() - now.getTime();
  });
  expect(delays.map((delay, n) => delay >= [1000, 2000, 4000, 16_000, 60_000, 60_000][n]!)).not.toContain(false);
  expect(Math.max(...delays)).toBeLessThanOrEqual(90_000);
});
