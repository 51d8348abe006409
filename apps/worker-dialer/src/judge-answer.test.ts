import { expect, test } from '@jest/globals';
import {
  SubmissionUnknownError,
  TwilioAnswerError,
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
  TwilioUnavailableError,
} from '@trunkline/twilio/rest';
import { judgeAnswer } from './judge-answer.ts';

const asked = { method: 'POST', path: '/Calls.json' };
const now = new Date('2026-11-20T12:00:00Z');
const judge = (error: unknown, tries = 1) =>
  judgeAnswer(error, { at: new Date(now.getTime() - 1000), tries, lookSeconds: 320 }, now);
const refusal = (status: number, code?: number) =>
  new TwilioRequestError(asked, { status, code, moreInfo: 'https://www.twilio.com/docs/errors/21211' });

test.each([
  ['a 429', refusal(429, 20429)],
  ['a request that never left', new TwilioUnansweredError(asked, 'network', new Error('ECONNREFUSED'))],
  ['credentials that Twilio does not take', new TwilioCredentialsError(asked, { status: 401 }, 'TWILIO_AUTH_TOKEN')],
  ['an open circuit', new TwilioUnavailableError(new Date(now.getTime() + 5000))],
])('%s goes back to the queue, for later', (_what, error) => {
  const outcome = judge(error);
  expect(outcome.state).toBe('queued');
  expect((outcome as { retryAt: Date }).retryAt.getTime()).toBeGreaterThanOrEqual(now.getTime() + 1000);
});

test.each([
  ['an answer that never came', new SubmissionUnknownError(asked, new Error('socket hang up'))],
  ['an answer that is none', new TwilioAnswerError('odd')],
  ['an error that nobody thought of', new TypeError('x is not a function')],
  ['something that is no error', 'oops'],
])('%s leaves it unknown, and it is looked for', (_what, error) => {
  expect(judge(error)).toMatchObject({ state: 'submission_unknown', lookAt: new Date(now.getTime() + 9000) });
});

test('a refusal is final and keeps Twilio’s code and its link', () => {
  expect(judge(refusal(400, 21211))).toMatchObject({
    state: 'refused',
    errorCode: '21211',
    moreInfo: 'https://www.twilio.com/docs/errors/21211',
  });
  expect(judge(refusal(404))).toMatchObject({ state: 'refused', errorCode: null });
});

test('the waits grow, and end at a minute and a half', () => {
  const waits = [1, 2, 3, 5, 7, 50].map((tries) => {
    const { retryAt } = judge(refusal(429), tries) as { retryAt: Date };
    return retryAt.getTime() - now.getTime();
  });
  expect(waits.map((wait, n) => wait >= [1000, 2000, 4000, 16_000, 60_000, 60_000][n]!)).not.toContain(false);
  expect(Math.max(...waits)).toBeLessThanOrEqual(90_000);
});
