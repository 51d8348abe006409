import { expect, test } from '@jest/globals';
import { failureOf } from './failure-of.ts';
import { SubmissionUnknownError, TwilioCredentialsError, TwilioUnansweredError } from './rest-errors.ts';

const path = `/2010-04-01/Accounts/AC${'5'.repeat(32)}/Calls.json`;
const url = new URL(`https://api.twilio.com${path}?To=%2B15085550100`);
const answer = (status: number, body: unknown) => ({
  status,
  headers: { 'twilio-request-id': 'RQ1' },
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

test('the error carries Twilio’s code, link and request id, but no phone numbers', () => {
  const body = {
    code: 21211,
    message: 'The number +15085550100 is not valid for CA15085550100.',
    more_info: 'https://www.twilio.com/docs/errors/21211',
    status: 400,
  };
  const failure = failureOf({ method: 'POST', url }, answer(400, body), 'refuse', 'X');
  expect(failure).toMatchObject({
    name: 'TwilioRequestError',
    message: `POST ${path} got 400, code 21211: The number (number) is not valid for CA15085550100.`,
    status: 400,
    code: 21211,
    moreInfo: 'https://www.twilio.com/docs/errors/21211',
    requestId: 'RQ1',
    method: 'POST',
    path,
  });
});

test('an error in the form of RFC 9457 is read too', () => {
  const body = {
    type: 'https://www.twilio.com/docs/errors/20001',
    title: 'Bad',
    status: 400,
    code: 20001,
    detail: 'no',
  };
  expect(failureOf({ method: 'GET', url }, answer(400, body), 'refuse', 'X')).toMatchObject({
    code: 20001,
    moreInfo: body.type,
    message: expect.stringContaining(': no'),
  });
});

test.each(['<html><h1>503</h1></html>', '', 'null', '[]', '{"code":"x"}'])(
  'a body of %j leaves the status alone',
  (text) => {
    const failure = failureOf({ method: 'GET', url }, answer(503, text), 'refuse', 'X');
    expect(failure).toMatchObject({ message: `GET ${path} got 503`, status: 503 });
  },
);

test.each([401, 403])('%s names the variables to check', (status) => {
  const failure = failureOf({ method: 'GET', url }, answer(status, { code: 20003 }), 'refuse', 'TWILIO_AUTH_TOKEN');
  expect(failure).toBeInstanceOf(TwilioCredentialsError);
  expect(failure.message).toContain('Check TWILIO_AUTH_TOKEN.');
});

test('the error of a request that may have been carried out says so, with the cause', () => {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const failure = failureOf({ method: 'POST', url }, { failure: 'network', wasSent: true, cause }, 'unknown', 'X');
  expect(failure).toBeInstanceOf(SubmissionUnknownError);
  expect(failure.cause).toBeInstanceOf(TwilioUnansweredError);
  expect(failure.message).toContain('read ECONNRESET');
});
