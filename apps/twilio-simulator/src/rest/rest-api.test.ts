import { expect, test } from '@jest/globals';
import { accountPath, startTestServer, until } from '../../test/server.ts';
import { demoAccount } from '../account.ts';

const calls = `${accountPath}/Calls.json`;
const basic = (user: string, password: string) => ({ authorization: `Basic ${btoa(`${user}:${password}`)}` });

test('only the auth token and the API key authenticate requests', async () => {
  await using api = await startTestServer();
  expect((await api.get(calls, basic(demoAccount.apiKey, demoAccount.apiSecret))).status).toBe(200);
  expect(await api.get(calls, basic(demoAccount.apiKey, demoAccount.authToken))).toEqual({
    status: 401,
    body: {
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    },
  });
  expect(await api.get('/simulator/rest-stats')).toMatchObject({ body: { requests: 2, unauthorized: 1 } });
});

test("unknown resources, wrong methods and invalid parameters get Twilio's errors", async () => {
  await using api = await startTestServer();
  const unknown = `${accountPath}/Calls/CA${'0'.repeat(32)}.json`;
  expect(await api.get(unknown)).toEqual({
    status: 404,
    body: {
      code: 20404,
      message: `The requested resource ${unknown} was not found`,
      more_info: 'https://www.twilio.com/docs/errors/20404',
      status: 404,
    },
  });
  expect(await api.get(`/2010-04-01/Accounts/AC${'f'.repeat(32)}/Calls.json`)).toMatchObject({ status: 404 });
  expect(await api.post(`${accountPath}/Recordings.json`)).toMatchObject({
    status: 405,
    body: { code: 20004, status: 405 },
  });
  expect(await api.get(`${calls}?PageSize=1001`)).toMatchObject({ status: 400, body: { code: 20007, status: 400 } });
});

test('every answer has a request ID, its duration and the number of concurrent requests', async () => {
  await using api = await startTestServer();
  const { headers } = await api.request(calls);
  expect(headers.get('twilio-request-id')).toMatch(/^RQ[0-9a-f]{32}$/);
  expect(headers.get('twilio-request-duration')).toMatch(/^\d+\.\d{3}$/);
  expect(headers.get('twilio-concurrent-requests')).toBe('1');
});

test('the seed decides which requests are refused, at the configured rates', async () => {
  await using api = await startTestServer({ restFaults: { tooMany: 0.3, serverError: 0.1, seed: 7 } });
  const ask = async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 200; i++) statuses.push((await api.request(calls)).status);
    return statuses;
  };
  const statuses = await ask();
  const count = (wanted: number) => statuses.filter((status) => status === wanted).length;
  expect(count(429)).toBeGreaterThan(40);
  expect(count(429)).toBeLessThan(80);
  expect(count(503)).toBeGreaterThan(8);
  expect(count(503)).toBeLessThan(35);
  expect(await api.get('/simulator/rest-stats')).toMatchObject({
    body: { requests: 200, refused: { tooMany: count(429), serverError: count(503) }, byResource: { calls: 200 } },
  });
  await api.put('/simulator/rest-faults', { seed: 7 });
  expect(await ask()).toEqual(statuses);
});

test('a 503 has the JSON of Twilio, or the HTML of a gateway', async () => {
  await using api = await startTestServer({ restFaults: { serverError: 1 } });
  const types = new Set<string>();
  for (let i = 0; i < 20; i++) types.add(String((await api.request(calls)).headers.get('content-type')));
  expect(types).toEqual(new Set(['application/json;charset=utf-8', 'text/html']));
});

test('a 429 has Retry-After only if configured', async () => {
  await using api = await startTestServer({ restFaults: { tooMany: 1 } });
  expect((await api.request(calls)).headers.get('retry-after')).toBeNull();
  await api.put('/simulator/rest-faults', { retryAfter: 1 });
  const refused = await api.request(calls);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({ code: 20429, status: 429 });
});

test('a hanging request is never answered, and ends when its client gives up', async () => {
  await using api = await startTestServer({ restFaults: { hang: 1 } });
  const stats = async () => (await api.get('/simulator/rest-stats')).body as { hung: number; inFlight: number };
  const patience = new AbortController();
  const hanging = api.request(calls, { signal: patience.signal });
  await until(async () => (await stats()).hung === 1);
  expect(await stats()).toMatchObject({ inFlight: 1, maxInFlight: 1 });
  patience.abort();
  await expect(hanging).rejects.toThrow('aborted');
  await until(async () => (await stats()).inFlight === 0);
});

test('a dripping answer starts with 200 and does not end', async () => {
  await using api = await startTestServer({ restFaults: { drip: 1 } });
  const patience = new AbortController();
  const response = await api.request(calls, { signal: patience.signal });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
  const reader = response.body?.getReader();
  expect((await reader?.read())?.value).toHaveLength(1);
  patience.abort();
  expect(await api.get('/simulator/rest-stats')).toMatchObject({ body: { dripped: 1 } });
});

test('revoked credentials get 401', async () => {
  await using api = await startTestServer({ restFaults: { revoked: true } });
  expect(await api.get(calls)).toMatchObject({ status: 401, body: { code: 20003 } });
  expect(await api.put('/simulator/rest-faults', { revoked: false })).toMatchObject({ body: { revoked: false } });
  expect((await api.get(calls)).status).toBe(200);
});

test('requests above the concurrency limit are refused, until one of them ends', async () => {
  await using api = await startTestServer({ restFaults: { hang: 1 } });
  const stats = async () => (await api.get('/simulator/rest-stats')).body as { hung: number; inFlight: number };
  const patience = [new AbortController(), new AbortController()];
  const hanging = patience.map(({ signal }) => api.request(calls, { signal }).catch(() => 'given up'));
  await until(async () => (await stats()).hung === 2);
  await api.put('/simulator/rest-faults', { hang: 0, concurrency: 2 });
  expect(await api.get(calls)).toMatchObject({ status: 429, body: { code: 20429 } });
  patience[0]?.abort();
  await until(async () => (await stats()).inFlight === 1);
  expect((await api.get(calls)).status).toBe(200);
  patience[1]?.abort();
  expect(await Promise.all(hanging)).toEqual(['given up', 'given up']);
  expect(await stats()).toMatchObject({ refused: { tooMany: 1 }, maxInFlight: 3 });
});

test('the log contains each request with its status, and the counts can be reset', async () => {
  await using api = await startTestServer();
  await api.get(`${calls}?PageSize=7`);
  await api.get(`${accountPath}/Unheard.json`);
  expect((await api.get('/simulator/rest-requests?after=0&limit=10')).body).toMatchObject({
    requests: [
      { n: 1, method: 'GET', resource: 'calls', target: `${calls}?PageSize=7`, status: 200, fault: null },
      { n: 2, resource: 'unknown', status: 404 },
    ],
    next: 2,
  });
  await api.post('/simulator/rest-stats/reset');
  expect(await api.get('/simulator/rest-stats')).toMatchObject({ body: { requests: 0, byResource: {} } });
});

test('invalid faults change nothing and are refused with the reason', async () => {
  await using api = await startTestServer();
  expect(await api.put('/simulator/rest-faults', { hang: 0.5, tooMany: 2 })).toEqual({
    status: 400,
    body: { error: 'tooMany must be a number from 0 to 1, not 2' },
  });
  expect(await api.put('/simulator/rest-faults', { typo: 1 })).toMatchObject({ status: 400 });
  expect(await api.get('/simulator/rest-faults')).toMatchObject({ body: { hang: 0, tooMany: 0 } });
});
