import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPerson, type Person } from '../../../../test/support/db/people.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
let [admin, monitor, client]: Person[] = [];
beforeAll(async () => {
  api = await openTestApi();
  const roles = ['admin', 'monitor', 'client'] as const;
  [admin, monitor, client] = await Promise.all(roles.map((role) => createPerson(api.db, role)));
});
afterAll(async () => api[Symbol.asyncDispose]());

const send = (path: string, method = 'GET', json?: object, who = admin!) =>
  api.send(`/api${path}`, { method, json, headers: who.headers });
const WANTED = { url: 'https://example.com/hooks', events: ['siren.*', 'call.updated'] };
async function create(): Promise<Body> {
  const { status, body } = await send('/webhook-endpoints', 'POST', WANTED);
  expect(status).toBe(201);
  return body;
}

describe('endpoints', () => {
  test('a new one shows its secret once', async () => {
    const { headers, body } = await send('/webhook-endpoints', 'POST', WANTED);
    expect(body).toMatchObject({ ...WANTED, is_active: true, disabled_reason: null });
    expect(body['secret']).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(headers['location']).toBe(`/api/webhook-endpoints/${body['id'] as string}`);
    const shown = [
      await send(`/webhook-endpoints/${body['id'] as string}`),
      await send('/webhook-endpoints'),
      await send(`/webhook-endpoints/${body['id'] as string}`, 'PATCH', { events: ['*'] }),
    ];
    expect(JSON.stringify(shown)).not.toContain('whsec_');
  });

  test('one is changed, switched off and on, and deleted', async () => {
    const { id } = (await create()) as { id: string };
    const path = `/webhook-endpoints/${id}`;
    expect((await send(path, 'PATCH', { is_active: false })).body).toMatchObject({ ...WANTED, is_active: false });
    expect((await send(path, 'PATCH', { is_active: true, events: ['*'] })).body).toMatchObject({
      is_active: true,
      events: ['*'],
    });
    expect((await send(path, 'DELETE')).status).toBe(200);
    expect((await send(path)).status).toBe(404);
    expect((await send(path, 'DELETE')).status).toBe(404);
  });

  test.each([
    ['no URL', { ...WANTED, url: 'example.com' }],
    ['a URL that is not for the web', { ...WANTED, url: 'file:///etc/passwd' }],
    ['a URL with a password', { ...WANTED, url: 'https://me:secret@example.com/' }],
    ['no events', { ...WANTED, events: [] }],
    ['events that are none', { ...WANTED, events: ['siren*'] }],
    ['another scheme', { ...WANTED, url: 'ftp://example.com/' }],
    ['no real port', { ...WANTED, url: 'https://example.com:0/' }],
  ])('%s is refused', async (_, body) => {
    expect((await send('/webhook-endpoints', 'POST', body)).status).toBe(422);
  });

  const PRIVATE = [
    'http://127.0.0.1:5999/hook',
    'http://2130706433/',
    'http://0/',
    'https://localhost/hook',
    'https://hooks.localhost/',
    'http://[::1]:5999/',
    'http://[::ffff:10.0.0.1]/',
    'http://10.1.2.3/',
    'https://169.254.169.254/latest',
  ];
  test.each(PRIVATE)('%s can never be reached, and is refused with the setting that allows it', async (url) => {
    const { id } = (await create()) as { id: string };
    const answers = [
      await send('/webhook-endpoints', 'POST', { ...WANTED, url }),
      await send(`/webhook-endpoints/${id}`, 'PATCH', { url }),
    ];
    for (const { status, body } of answers)
      expect([status, body['code'], body['detail']]).toEqual([
        422,
        'validation_failed',
        expect.stringContaining('WEBHOOKS_ALLOW_PRIVATE'),
      ]);
  });

  test('one that was allowed to be private is not enabled once it is not', async () => {
    const { id } = (await create()) as { id: string };
    await api.db.pool.query(`update webhook_endpoints set url = 'http://10.1.2.3/' where id = $1`, [id]);
    expect((await send(`/webhook-endpoints/${id}`, 'PATCH', { is_active: true })).status).toBe(422);
    expect((await send(`/webhook-endpoints/${id}`, 'PATCH', { is_active: false })).status).toBe(200);
  });

  test('with WEBHOOKS_ALLOW_PRIVATE a private address is taken', async () => {
    await using open = await openTestApi({ WEBHOOKS_ALLOW_PRIVATE: 'true' });
    const json = { ...WANTED, url: 'http://127.0.0.1:5999/hook' };
    const answer = await open.send('/api/webhook-endpoints', { method: 'POST', json, headers: admin!.headers });
    expect(answer.status).toBe(201);
  });

  test('a rotation shows the new secret once, and until when the previous one signs', async () => {
    const { id, secret } = (await create()) as { id: string; secret: string };
    const path = `/webhook-endpoints/${id}/rotate-secret`;
    const { status, body } = await send(path, 'POST');
    expect([status, body['secret']]).toEqual([200, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)]);
    expect(body['secret']).not.toBe(secret);
    const hours = (Date.parse(String(body['previous_secret_expires_at'])) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    expect((await send(path, 'POST', { previous_valid_hours: 0 })).body['previous_secret_expires_at']).toBeNull();
    expect((await send(path, 'POST', { previous_valid_hours: 169 })).status).toBe(422);
    expect((await send('/webhook-endpoints/999999/rotate-secret', 'POST', {})).status).toBe(404);
    expect((await send(path, 'POST', {}, monitor)).status).toBe(403);
    expect(JSON.stringify(await send(`/webhook-endpoints/${id}`))).not.toContain('whsec_');
  });

  test('in production plain http is refused', async () => {
    await using strict = await openTestApi({
      NODE_ENV: 'production',
      SIGNED_URL_SECRET: 'a secret that is long enough to be one',
    });
    const json = { ...WANTED, url: 'http://example.com/hooks' };
    const answer = await strict.send('/api/webhook-endpoints', { method: 'POST', json, headers: admin!.headers });
    expect([answer.status, answer.body['code']]).toEqual([422, 'validation_failed']);
  });

  test('only administrators may use them', async () => {
    const { id } = (await create()) as { id: string };
    for (const who of [monitor!, client!])
      for (const path of ['/webhook-endpoints', `/webhook-endpoints/${id}`, '/webhook-deliveries'])
        expect((await send(path, 'GET', undefined, who)).status).toBe(403);
  });
});

describe('deliveries', () => {
  test('a test is sent at once, and appears in the list of deliveries', async () => {
    const { id } = (await create()) as { id: string };
    const { status, body } = await send(`/webhook-endpoints/${id}/test`, 'POST');
    expect(status).toBe(202);
    expect(body).toMatchObject({ endpoint_id: id, event: 'webhook.test', state: 'queued', attempts: 0 });
    const list = await send(`/webhook-deliveries?endpoint_id=${id}&state=queued&event=webhook.test`);
    expect(list.body['data']).toEqual([body]);
    expect((await send(`/webhook-deliveries/${body['id'] as string}`)).body).toEqual(body);
    expect((await send('/webhook-deliveries?state=lost')).status).toBe(400);
  });

  test('a failed one is retried under its id; one in progress is not', async () => {
    const { id: endpointId } = (await create()) as { id: string };
    const { id, message_id } = (await send(`/webhook-endpoints/${endpointId}/test`, 'POST')).body as {
      id: string;
      message_id: string;
    };
    const become = (state: string) =>
      api.db.pool.query('update webhook_deliveries set state = $2, attempts = 10 where id = $1', [id, state]);
    await become('failed');
    expect(await send(`/webhook-deliveries/${id}/retry`, 'POST')).toMatchObject({
      status: 202,
      body: { id, message_id, state: 'queued', attempts: 0 },
    });
    await become('sending');
    expect((await send(`/webhook-deliveries/${id}/retry`, 'POST')).status).toBe(409);
  });

  test('a disabled endpoint shows why, is enabled by one request, and its missed messages are replayed', async () => {
    const { id } = (await create()) as { id: string };
    const insert = `insert into webhook_deliveries (endpoint_id, message_id, event, payload, state, created_at)
      values ($1, $2, 'siren.raised', '{}', $3, now() - interval '1 day' * $4)`;
    const deliveries: [string, string, number][] = [
      ['a', 'missed', 0],
      ['b', 'failed', 0],
      ['c', 'delivered', 0],
      ['d', 'missed', 3],
    ];
    for (const [message, state, days] of deliveries) await api.db.pool.query(insert, [id, message, state, days]);
    await api.db.pool.query(
      `update webhook_endpoints set state = 'disabled', disabled_reason = '25 failures in a row' where id = $1`,
      [id],
    );
    const path = `/webhook-endpoints/${id}`;
    expect((await send(path)).body).toMatchObject({
      is_active: false,
      state: 'disabled',
      disabled_reason: '25 failures in a row',
      remedy: expect.stringContaining('redrive'),
    });
    expect((await send(`${path}/replay`, 'POST', {})).status).toBe(409);
    expect((await send(path, 'PATCH', { is_active: true })).body).toMatchObject({
      state: 'active',
      disabled_reason: null,
    });
    const since = new Date(Date.now() - 86_400_000).toISOString();
    expect(await send(`${path}/replay`, 'POST', { since })).toMatchObject({ status: 202, body: { queued: 2 } });
    expect(await send(`${path}/replay`, 'POST', {})).toMatchObject({ status: 202, body: { queued: 1 } });
    const queued = await send(`/webhook-deliveries?endpoint_id=${id}&state=queued`);
    expect((queued.body['data'] as unknown[]).length).toBe(3);
  });

  test('nothing is sent to an endpoint that is off', async () => {
    const { id } = (await create()) as { id: string };
    const delivery = (await send(`/webhook-endpoints/${id}/test`, 'POST')).body as { id: string };
    await send(`/webhook-endpoints/${id}`, 'PATCH', { is_active: false });
    expect((await send(`/webhook-endpoints/${id}/test`, 'POST')).status).toBe(409);
    expect((await send(`/webhook-deliveries/${delivery.id}/retry`, 'POST')).status).toBe(409);
  });
});

test('every change of an endpoint is an audit entry, without its secret', async () => {
  const { id, secret } = (await create()) as { id: string; secret: string };
  await send(`/webhook-endpoints/${id}`, 'PATCH', { is_active: false });
  await send(`/webhook-endpoints/${id}`, 'DELETE');
  const { rows } = await api.db.pool.query<{ event: string }>(
    'select * from audit_events where entity = $1 order by id',
    [`webhook_endpoint:${id}`],
  );
  expect(rows.map(({ event }) => event)).toEqual(
    ['created', 'changed', 'deleted'].map((what) => `webhook_endpoint.${what}`),
  );
  expect(JSON.stringify(rows)).not.toContain(secret);
});
