import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openHttpServer } from '@trunkline/service';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTwilio, type TwilioRest } from './open-twilio.ts';
import {
  SubmissionUnknownError,
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
} from './rest-errors.ts';

/** The simulator places no calls: this stands in for the one endpoint that it lacks. */
let answer: RequestListener;
let requests: string[];
let server: Awaited<ReturnType<typeof openHttpServer>>;
let url: string;
let twilio: TwilioRest;

const config = {
  TWILIO_ACCOUNT_SID: `AC${'5'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'secret',
  TWILIO_MAX_IN_FLIGHT: 10,
};
const call = {
  to: '+15085550100',
  from: '+16175006181',
  url: 'https://a.example',
  statusCallbackEvent: ['ringing', 'completed'],
};
const sid = `CA${'1'.repeat(32)}`;
const placed = JSON.stringify({ sid, status: 'queued' });

beforeEach(async () => {
  requests = [];
  const listen = async (...[req, res]: Parameters<RequestListener>): Promise<void> => {
    const chunks = await req.toArray();
    requests.push(`${req.method} ${Buffer.concat(chunks).toString()}`);
    answer(req, res);
  };
  server = await openHttpServer((req, res) => void listen(req, res), { HOST: '127.0.0.1', PORT: 0 });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  twilio = openTwilio({ ...config, TWILIO_API_URL: url }, { pace: { deadlineMs: 500, attempts: 4 } });
});

afterEach(async () => {
  twilio[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

test('a call is placed by the official client, once, with its lists repeated', async () => {
  answer = (_req, res) => res.writeHead(201).end(placed);
  await expect(twilio.client().calls.create(call)).resolves.toMatchObject({ sid });
  expect(requests).toEqual([
    'POST To=%2B15085550100&From=%2B16175006181&StatusCallbackEvent=ringing&StatusCallbackEvent=completed&Url=https%3A%2F%2Fa.example',
  ]);
});

test.each<[string, RequestListener]>([
  ['the connection breaks after sending', (req) => req.socket.destroy()],
  ['there is no answer', () => {}],
  ['the answer never ends', (_req, res) => void res.writeHead(201).write(placed.slice(0, 9))],
  [
    'the answer breaks off',
    (req, res) => void res.writeHead(201).write(placed.slice(0, 9), () => req.socket.destroy()),
  ],
  ['the answer is no JSON', (_req, res) => res.writeHead(201).end('<html>')],
  ['Twilio answers 500', (_req, res) => res.writeHead(500).end()],
  ['Twilio answers 503 and Retry-After', (_req, res) => res.writeHead(503, { 'Retry-After': '0' }).end()],
])('a call is never placed a second time when %s', async (_what, answerOnce) => {
  answer = answerOnce;
  const failure: unknown = await twilio
    .client()
    .calls.create(call)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SubmissionUnknownError);
  expect(String(failure)).not.toContain('5085550100');
  expect(requests).toHaveLength(1);
  expect(twilio.usage()).toMatchObject({ requests: 1, retried: 0, inFlight: 0 });
});

test('aborting a call that was sent throws SubmissionUnknownError', async () => {
  answer = () => {};
  const giveUp = new AbortController();
  const placing = twilio.client(giveUp.signal).calls.create(call);
  placing.catch(() => {});
  await eventually(() => expect(requests).toHaveLength(1));
  giveUp.abort();
  await expect(placing).rejects.toBeInstanceOf(SubmissionUnknownError);
});

test('a call that got 429 is placed later', async () => {
  answer = (_req, res) => (requests.length < 3 ? res.writeHead(429).end() : res.writeHead(201).end(placed));
  await expect(twilio.client().calls.create(call)).resolves.toMatchObject({ sid });
  expect(requests).toHaveLength(3);
});

test('a call of which no byte was sent is retried, and its outcome is not unknown', async () => {
  await server[Symbol.asyncDispose]();
  const placing = twilio.client().calls.create(call);
  await expect(placing).rejects.toMatchObject({ name: 'TwilioUnansweredError', cause: { code: 'ECONNREFUSED' } });
  expect(twilio.usage()).toMatchObject({ requests: 4, retried: 3 });
  await expect(placing).rejects.toBeInstanceOf(TwilioUnansweredError);
});

test('a host whose name does not resolve is asked a few times, and nothing is unknown', async () => {
  using nowhere = openTwilio(
    { ...config, TWILIO_API_URL: 'https://twilio.invalid' },
    { pace: { deadlineMs: 20_000, attempts: 4 } },
  );
  await expect(nowhere.client().calls.create(call)).rejects.toMatchObject({
    name: 'TwilioUnansweredError',
    cause: { code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) },
  });
  expect(nowhere.usage()).toMatchObject({ requests: 4, retried: 3 });
});

test('a refused call is refused at once, with Twilio’s code and without the number', async () => {
  const body = { code: 21211, message: 'Invalid number +15085550100', more_info: 'https://x.example', status: 400 };
  answer = (_req, res) => res.writeHead(400, { 'Twilio-Request-Id': 'RQ7' }).end(JSON.stringify(body));
  const failure: unknown = await twilio
    .client()
    .calls.create(call)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TwilioRequestError);
  expect(failure).toMatchObject({ status: 400, code: 21211, moreInfo: 'https://x.example', requestId: 'RQ7' });
  expect(String(failure)).toContain('Invalid number (number)');
  expect(requests).toHaveLength(1);
});

test('an API key replaces the token, and its refusal names its variables', async () => {
  const key = { TWILIO_API_KEY: `SK${'a'.repeat(32)}`, TWILIO_API_SECRET: 'hush' };
  using byKey = openTwilio({ ...config, ...key, TWILIO_API_URL: url });
  answer = (req, res) => {
    const isKey = req.headers.authorization === `Basic ${btoa(`${key.TWILIO_API_KEY}:hush`)}`;
    return isKey && req.url?.includes(config.TWILIO_ACCOUNT_SID) ? res.writeHead(403).end() : res.writeHead(401).end();
  };
  const failure: unknown = await byKey.fetchCall(sid).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TwilioCredentialsError);
  expect(failure).toMatchObject({ status: 403, message: expect.stringContaining('TWILIO_API_SECRET') });
  expect(String(failure)).not.toContain('hush');
});

test('an answer may come compressed', async () => {
  const body = gzipSync(JSON.stringify({ sid, account_sid: config.TWILIO_ACCOUNT_SID, status: 'ringing' }));
  answer = (_req, res) => res.writeHead(200, { 'Content-Encoding': 'gzip' }).end(body);
  await expect(twilio.fetchCall(sid)).resolves.toMatchObject({ sid, status: 'ringing' });
});

test('an aborted request leaves no connection open', async () => {
  answer = (_req, res) => void res.writeHead(200).write('{');
  const giveUp = new AbortController();
  const fetching = Promise.allSettled([twilio.fetchCall(sid, giveUp.signal), twilio.fetchCall(sid, giveUp.signal)]);
  await eventually(() => expect(requests).toHaveLength(2));
  giveUp.abort();
  await fetching;
  await eventually(async () => expect(await promisify(server.getConnections.bind(server))()).toBe(0));
});

test('the credentials are never sent to another host, whatever URL the official client is given', async () => {
  const asking = twilio.client().request({ method: 'get', uri: `${url}/2010-04-01/Accounts` });
  await expect(asking).rejects.toThrow('is not Twilio');
  expect(requests).toEqual([]);
});
