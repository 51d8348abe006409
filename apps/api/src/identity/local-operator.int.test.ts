import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const PLACES = [
  '/admin/queues',
  '/admin/queues/api/queues',
  '/api/inbox',
  '/api/calls/1',
  '/API/inbox',
  '/Admin/Queues',
];
const FROM_OUTSIDE = { 'x-forwarded-for': '203.0.113.9' };
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

describe('without BOARD_PASSWORD', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await openTestApi()));
  afterAll(async () => api[Symbol.asyncDispose]());

  test.each(PLACES)('%s is open to this machine; other requests are refused with the remedy', async (path) => {
    expect([200, 404]).toContain((await api.send(path)).status);
    const { status, body } = await api.send(path, { headers: FROM_OUTSIDE });
    expect({ status, detail: body['detail'] }).toEqual({
      status: 401,
      detail: expect.stringContaining('X-API-Key'),
    });
  });

  test('a foreign host name that resolves to this machine is not local', async () => {
    expect((await api.send('/api/inbox', { headers: { host: 'rebound.example' } })).status).toBe(401);
  });

  test('health needs no credential', async () => {
    expect((await api.send('/health', { headers: FROM_OUTSIDE })).status).toBe(200);
  });
});

describe('with BOARD_PASSWORD', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await openTestApi({ BOARD_USER: 'ops', BOARD_PASSWORD: 'pass:wörd' })));
  afterAll(async () => api[Symbol.asyncDispose]());

  test.each(PLACES)('%s asks for the password unless the request is local', async (path) => {
    const asked = await api.send(path, { headers: FROM_OUTSIDE });
    expect([asked.status, asked.headers['www-authenticate']]).toEqual([401, expect.stringContaining('Basic')]);
    const given = await api.send(path, { headers: { ...FROM_OUTSIDE, ...basic('ops:pass:wörd') } });
    expect([200, 404]).toContain(given.status);
    expect([200, 404]).toContain((await api.send(path)).status);
  });

  test.each(['ops:wrong', 'admin:pass:wörd', 'ops:', ':', ''])('wrong credentials are refused: %j', async (text) => {
    expect((await api.send('/api/inbox', { headers: { ...FROM_OUTSIDE, ...basic(text) } })).status).toBe(401);
  });

  test('the password under another scheme is refused', async () => {
    const authorization = basic('ops:pass:wörd').authorization.replace('Basic', 'Bearer');
    expect((await api.send('/api/inbox', { headers: { ...FROM_OUTSIDE, authorization } })).status).toBe(401);
  });
});

test.each([
  ['false', 405],
  ['true', 200],
])('with BOARD_WRITABLE=%s pausing a queue on the board answers %i', async (BOARD_WRITABLE, expected) => {
  await using api = await openTestApi({ BOARD_WRITABLE });
  await eventually(async () => {
    const { body } = await api.send('/admin/queues/api/queues');
    expect(body['queues']).toContainEqual(expect.objectContaining({ name: 'callbacks' }));
  });
  const pause = '/admin/queues/api/queues/callbacks/pause';
  expect((await api.send(pause, { method: 'PUT', headers: { origin: 'https://evil.example' } })).status).toBe(403);
  expect((await api.send(pause, { method: 'PUT' })).status).toBe(expected);
});

test('an unknown path is a problem', async () => {
  await using api = await openTestApi();
  expect(await api.send('/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('without Postgres health is unhealthy, and requests get 503', async () => {
  await using api = await openTestApi({ DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/nowhere' });
  expect((await api.send('/health')).status).toBe(503);
  for (const path of ['/api/inbox', '/api/calls/1']) {
    const { status, body, headers } = await api.send(path);
    expect([status, body['code'], headers['retry-after']]).toEqual([503, 'database_unavailable', '2']);
  }
});
