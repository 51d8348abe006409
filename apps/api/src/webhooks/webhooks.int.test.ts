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
  ])('%s is refused', async (_, body) => {
    expect((await send('/webhook-endpoints', 'POST', body)).status).toBe(422);
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
