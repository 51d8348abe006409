import { afterAll, expect, test } from '@jest/globals';
import { type Answer, startReceiver } from '../../test/receiver.ts';
import type { Callback } from './callback.ts';
import { parseOverrides } from './connection-overrides.ts';
import { deliver } from './deliver.ts';
import { openTransport, type SendMode } from './transport.ts';
import { prepareRequest } from './wire-request.ts';

const transport = openTransport();
afterAll(() => transport.close());

const params = { CallSid: 'CA1', CallStatus: 'completed', FromCity: 'São Paulo', ToCity: '' };

interface Manner {
  fragment?: string;
  sending?: SendMode;
  method?: Callback['method'];
}

async function deliverTo(url: string, { fragment = '', sending = 'whole', method = 'POST' }: Manner = {}) {
  const callback: Callback = {
    kind: 'status',
    callSid: 'CA1',
    method,
    url: `${url}/status?x=a%20b${fragment}`,
    params,
  };
  const request = prepareRequest(callback, { authToken: 'token' }, 'f1d2', { publicUrl: url, target: url });
  return deliver(transport, request, parseOverrides(callback.url), sending);
}

/** A receiver that gives these answers in turn, and then the last one. */
async function receiverAnswering(...answers: Answer[]) {
  return startReceiver((_received, count) => answers[Math.min(count, answers.length) - 1] ?? 204);
}

test('by default an error is final: the callback is not sent again', async () => {
  await using receiver = await receiverAnswering(503);
  await deliverTo(receiver.url);
  await using other = await receiverAnswering('reset');
  const attempts = await deliverTo(other.url);
  expect([receiver.received.length, other.received.length]).toEqual([1, 1]);
  expect(attempts).toMatchObject([{ failure: 'rt' }]);
});

test('by default a refused connection is retried once', async () => {
  const receiver = await startReceiver();
  await receiver[Symbol.asyncDispose]();
  const attempts = await deliverTo(receiver.url);
  expect(attempts).toMatchObject([
    { failure: 'ct', error: 'ECONNREFUSED' },
    { failure: 'ct', error: 'ECONNREFUSED' },
  ]);
});

test('retries go on until a 2xx, with the same idempotency token and signature', async () => {
  await using receiver = await receiverAnswering(500, 404, 'reset', 204);
  const attempts = await deliverTo(receiver.url, { fragment: '#rc=5&rp=all' });
  expect(attempts.map(({ status }) => status)).toEqual([500, 404, undefined, 204]);
  for (const name of ['i-twilio-idempotency-token', 'x-twilio-signature']) {
    expect(new Set(receiver.received.map(({ headers }) => headers[name])).size).toBe(1);
  }
});

test('only the failures named by the policy are retried, at most as often as configured', async () => {
  await using receiver = await receiverAnswering(503, 503, 404, 204);
  await deliverTo(receiver.url, { fragment: '#rc=5&rp=5xx' });
  expect(receiver.received).toHaveLength(3);
  await using stubborn = await receiverAnswering(503);
  await deliverTo(stubborn.url, { fragment: '#rc=2&rp=all' });
  expect(stubborn.received).toHaveLength(3);
});

test('an attempt ends after the read timeout, and all attempts together after the total timeout', async () => {
  await using receiver = await receiverAnswering('never');
  const attempts = await deliverTo(receiver.url, { fragment: '#rt=100&tt=450&rc=5&rp=rt' });
  expect(attempts.every(({ failure }) => failure === 'rt')).toBe(true);
  expect(attempts.length).toBeGreaterThan(1);
  expect(attempts.length).toBeLessThan(5);
});

test("the request has Twilio's headers, and no fragment", async () => {
  await using receiver = await startReceiver();
  await deliverTo(receiver.url, { fragment: '#rc=1' });
  const [received] = receiver.received;
  expect(received).toMatchObject({ method: 'POST', path: '/status?x=a%20b', params });
  expect(received?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'user-agent': 'TwilioProxy/1.1',
    accept: '*/*',
    'i-twilio-idempotency-token': 'f1d2',
    'x-twilio-signature': expect.stringMatching(/^[\w+/]{27}=$/),
  });
});

test('a GET has its parameters behind the configured query', async () => {
  await using receiver = await startReceiver();
  await deliverTo(receiver.url, { method: 'GET' });
  expect(receiver.received).toMatchObject([
    {
      method: 'GET',
      path: '/status?x=a%20b&CallSid=CA1&CallStatus=completed&FromCity=S%C3%A3o+Paulo&ToCity=',
      body: '',
    },
  ]);
});

test('a slow body arrives whole', async () => {
  await using receiver = await startReceiver();
  const [attempt] = await deliverTo(receiver.url, { sending: 'slow' });
  expect(attempt.status).toBe(204);
  expect(receiver.received[0]?.params).toEqual(params);
});

test.each(['POST', 'GET'] as const)('a %s that is cut off never arrives, at any attempt', async (method) => {
  await using receiver = await startReceiver();
  const attempts = await deliverTo(receiver.url, { fragment: '#rc=1&rp=rt', sending: 'cut', method });
  expect(attempts).toMatchObject([
    { failure: 'rt', error: 'connection lost' },
    { failure: 'rt', error: 'connection lost' },
  ]);
  expect(receiver.received).toEqual([]);
});

test('callbacks signed for a public address are sent to the target, with an unchanged path', async () => {
  await using receiver = await startReceiver();
  const publicUrl = 'https://user:pw@calls.example.com:8443';
  const callback: Callback = { kind: 'status', callSid: 'CA1', method: 'POST', url: `${publicUrl}/a//b%2F?c`, params };
  const request = prepareRequest(callback, { authToken: 'token' }, 'f1d2', { publicUrl, target: receiver.url });
  await deliver(transport, request, parseOverrides(callback.url));
  expect(receiver.received[0]?.path).toBe('/a//b%2F?c');
  expect(receiver.received[0]?.headers).toMatchObject({
    host: 'calls.example.com:8443',
    authorization: 'Basic dXNlcjpwdw==',
  });
});
