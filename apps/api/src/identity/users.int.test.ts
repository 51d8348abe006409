import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROLES, type Role } from '@trunkline/access';
import { openDatabase } from '@trunkline/db/connection';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const PASSWORD = 'correct horse battery staple';
const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
const ids = {} as Record<Role, string>;
const keys = {} as Record<Role, { 'x-api-key': string }>;
beforeAll(async () => {
  api = await openTestApi();
  for (const role of ROLES) {
    const person = await addPerson(db, `the ${role}`, role);
    ids[role] = person.id;
    keys[role] = (await keyOf(db, person)).headers;
  }
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const as = (role: Role, method: string, path: string, json?: object) =>
  api.send(path, { method, headers: keys[role], ...(json && { json }) });
const lastAudit = async () => (await as('admin', 'GET', '/api/audit?limit=1')).body['data'];
let named = 0;
const name = () => `person ${(named += 1)}`;

describe('users', () => {
  test('an administrator creates users, who then log in, and changes them', async () => {
    const json = { name: name(), role: 'reader', phone_number: '+16175550100', password: PASSWORD };
    const { status, body, headers } = await as('admin', 'POST', '/api/users', json);
    expect([status, headers['location']]).toEqual([201, `/api/users/${String(body['id'])}`]);
    expect(body).toMatchObject({ name: json.name, role: 'reader', phone_number: '+16175550100', is_active: true });
    expect(JSON.stringify(body)).not.toMatch(/password|argon/);
    const login = { name: json.name, password: PASSWORD };
    expect((await api.send('/api/login', { method: 'POST', json: login })).status).toBe(200);
    const changed = await as('admin', 'PATCH', `/api/users/${String(body['id'])}`, {
      role: 'monitor',
      is_active: false,
    });
    expect(changed).toMatchObject({ status: 200, body: { role: 'monitor', is_active: false, name: json.name } });
    expect((await api.send('/api/login', { method: 'POST', json: login })).status).toBe(401);
    expect(await lastAudit()).toMatchObject([
      { event: 'refused', route: 'POST /api/login', result: 'unauthenticated' },
    ]);
  });

  test('a name is unique', async () => {
    const json = { name: name(), role: 'client' };
    const { body } = await as('admin', 'POST', '/api/users', json);
    expect((await as('admin', 'POST', '/api/users', json)).status).toBe(409);
    expect((await as('admin', 'PATCH', `/api/users/${String(body['id'])}`, { name: 'the admin' })).status).toBe(409);
  });

  test('only a superadmin creates or changes a superadmin, or a key of one', async () => {
    const json = { name: name(), role: 'superadmin' };
    expect((await as('admin', 'POST', '/api/users', json)).status).toBe(403);
    expect((await as('admin', 'PATCH', `/api/users/${ids.admin}`, { role: 'superadmin' })).status).toBe(403);
    expect((await as('admin', 'PATCH', `/api/users/${ids.superadmin}`, { is_active: false })).status).toBe(403);
    const key = { profile_id: ids.superadmin, label: 'mine' };
    expect((await as('admin', 'POST', '/api/keys', key)).status).toBe(403);
    const { status, body } = await as('superadmin', 'POST', '/api/users', json);
    expect(status).toBe(201);
    expect((await as('superadmin', 'PATCH', `/api/users/${String(body['id'])}`, { is_active: false })).status).toBe(
      200,
    );
  });

  test('a key with few scopes cannot grant more than it may do itself', async () => {
    const few = await keyOf(db, { id: ids.admin }, ['users:manage', 'keys:manage', 'calls:read']);
    const send = (method: string, path: string, json: object) => api.send(path, { method, headers: few.headers, json });
    const keyFor = (profile_id: string, scopes?: string[]) => ({
      profile_id,
      label: name(),
      ...(scopes && { scopes }),
    });
    const refused = [
      await send('POST', '/api/keys', keyFor(ids.admin)),
      await send('POST', '/api/keys', keyFor(ids.client, ['calls:*'])),
      await send('POST', '/api/users', { name: name(), role: 'admin', password: PASSWORD }),
      await send('PATCH', `/api/users/${ids.monitor}`, { password: PASSWORD }),
      await send('PATCH', `/api/users/${ids.client}`, { role: 'admin' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    const allowed = [
      await send('POST', '/api/keys', keyFor(ids.admin, ['calls:read', 'keys:manage'])),
      await send('POST', '/api/users', { name: name(), role: 'client' }),
      await send('PATCH', `/api/users/${ids.client}`, { is_active: true }),
    ];
    expect(allowed.map(({ status }) => status)).toEqual([201, 201, 200]);
  });

  test('text that Postgres cannot store is a 400', async () => {
    for (const path of ['/api/audit?entity=%00', '/api/recordings/%00'])
      expect((await as('admin', 'GET', path)).status).toBe(400);
  });

  test('users are listed page by page in the order of their names, and by role', async () => {
    const first = await as('monitor', 'GET', '/api/users?limit=2&is_active=true');
    const { next_cursor: cursor } = first.body['page'] as { next_cursor: string };
    const second = await as('monitor', 'GET', `/api/users?limit=2&is_active=true&cursor=${cursor}`);
    const names = [first, second].flatMap(({ body }) => (body['data'] as { name: string }[]).map((row) => row.name));
    expect(names).toHaveLength(4);
    expect(names).toEqual(names.toSorted());
    const { body } = await as('monitor', 'GET', '/api/users?role=superadmin');
    expect(body['data']).toContainEqual(expect.objectContaining({ id: ids.superadmin }));
  });

  test.each(['reader', 'client'] as const)('a %s sees no other user', async (role) => {
    for (const path of ['/api/users', `/api/users/${ids.admin}`])
      expect((await as(role, 'GET', path)).status).toBe(403);
  });

  test('an unknown id is not found', async () => {
    for (const id of ['x', '0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f'])
      for (const [method, json] of [['GET'], ['PATCH', { role: 'client' }]] as const)
        expect((await as('admin', method, `/api/users/${id}`, json)).status).toBe(404);
  });
});

describe('the own account', () => {
  test('every role can change its own number and password, and nothing else', async () => {
    const person = await addPerson(db, name(), 'client', PASSWORD);
    const { headers } = await keyOf(db, person);
    const changed = await api.send('/api/me', { method: 'PATCH', headers, json: { phone_number: '+16175550101' } });
    expect(changed).toMatchObject({ status: 200, body: { phone_number: '+16175550101', role: 'client' } });
    expect((await api.send('/api/me', { method: 'PATCH', headers, json: { role: 'admin' } })).status).toBe(422);
    const change = (current_password: string, password: string) =>
      api.send('/api/me/password', { method: 'POST', headers, json: { current_password, password } });
    expect((await change('wrong', 'another long password')).status).toBe(422);
    const short = await change(PASSWORD, 'shortish');
    expect([short.status, JSON.stringify(short.body)]).toEqual([422, expect.not.stringContaining('shortish')]);
    expect((await change(PASSWORD, 'another long password')).status).toBe(200);
    const login = { name: person.name, password: 'another long password' };
    expect((await api.send('/api/login', { method: 'POST', json: login })).status).toBe(200);
  });

  test('the operator of this machine has an account without a profile', async () => {
    expect((await api.send('/api/me')).body).toMatchObject({ id: null, name: null, role: 'superadmin' });
    expect((await api.send('/api/me', { method: 'PATCH', json: { phone_number: null } })).status).toBe(404);
  });
});

describe('keys', () => {
  const create = (json: object) => as('admin', 'POST', '/api/keys', json);

  test('the secret is shown once, and works until the key is revoked', async () => {
    const { status, body } = await create({ profile_id: ids.monitor, label: name(), scopes: ['account:read'] });
    expect([status, body['scopes'], body['revoked_at']]).toEqual([201, ['account:read'], null]);
    const headers = { 'x-api-key': String(body['key']) };
    expect((await api.send('/api/me', { headers })).body).toMatchObject({ id: ids.monitor, role: 'monitor' });
    const listed = await as('admin', 'GET', `/api/keys?profile_id=${ids.monitor}&is_active=true`);
    expect(JSON.stringify(listed.body)).not.toContain(String(body['key']).slice(13));
    const revoked = await as('admin', 'DELETE', `/api/keys/${String(body['id'])}`);
    expect(revoked).toMatchObject({ status: 200, body: { revoked_at: expect.any(String) } });
    expect((await api.send('/api/me', { headers })).status).toBe(401);
    expect(await as('admin', 'DELETE', `/api/keys/${String(body['id'])}`)).toMatchObject({ body: revoked.body });
  });

  test('two keys of a label can be active, for rotation, also with many requests at once', async () => {
    const json = { profile_id: ids.client, label: name() };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => create(json)));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['201', '201', '409', '409', '409']);
    const first = answers.find(({ status }) => status === 201)!;
    await as('admin', 'DELETE', `/api/keys/${String(first.body['id'])}`);
    expect((await create(json)).status).toBe(201);
  });

  test('a key without owner, with an unknown scope or with none is refused', async () => {
    const valid = { profile_id: ids.client, label: name() };
    for (const wrong of [
      { profile_id: '0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f' },
      { scopes: ['calls:erase'] },
      { scopes: [] },
    ])
      expect((await create({ ...valid, ...wrong })).status).toBe(422);
  });

  test.each(['monitor', 'reader', 'client'] as const)('a %s has nothing to do with keys', async (role) => {
    expect((await as(role, 'GET', '/api/keys')).status).toBe(403);
    expect((await as(role, 'DELETE', '/api/keys/1')).status).toBe(403);
  });
});

describe('orders', () => {
  test('an administrator creates an order and assigns its reader; client and reader see it, others do not', async () => {
    const { status, body } = await as('admin', 'POST', '/api/orders', {
      client_id: ids.client,
      note: 'In the evening',
    });
    expect([status, body['status'], body['reader_id']]).toEqual([201, 'open', null]);
    const path = `/api/orders/${String(body['id'])}`;
    expect([(await as('client', 'GET', path)).status, (await as('reader', 'GET', path)).status]).toEqual([200, 404]);
    const assigned = await as('admin', 'PATCH', path, { reader_id: ids.reader });
    expect(assigned).toMatchObject({ status: 200, body: { reader_id: ids.reader, note: 'In the evening' } });
    expect((await as('reader', 'GET', path)).body).toEqual(assigned.body);
    expect(await lastAudit()).toMatchObject([{ event: 'order.changed', entity: `order:${String(body['id'])}` }]);
    expect(await as('admin', 'PATCH', path, { reader_id: null, status: 'canceled' })).toMatchObject({
      body: { reader_id: null, status: 'canceled' },
    });
    expect((await as('reader', 'GET', '/api/orders')).body['data']).toEqual([]);
  });

  test('an order that the actor may not see gets the same answer as an unknown one', async () => {
    const other = await addPerson(db, name(), 'client');
    const { body } = await as('admin', 'POST', '/api/orders', { client_id: other.id });
    const [hidden, absent] = [`/api/orders/${String(body['id'])}`, '/api/orders/999999'];
    const answers = await Promise.all([hidden, absent].map((path) => as('client', 'GET', path)));
    const bodies = answers.map((answer) => ({ ...answer.body, instance: '', request_id: '' }));
    expect(bodies[0]).toEqual(bodies[1]);
    expect(bodies[0]).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('an order needs an active client and an active reader', async () => {
    const create = (json: object) => as('admin', 'POST', '/api/orders', json);
    expect((await create({ client_id: ids.reader })).status).toBe(422);
    expect((await create({ client_id: ids.client, reader_id: ids.client })).status).toBe(422);
    expect((await as('client', 'POST', '/api/orders', { client_id: ids.client })).status).toBe(403);
  });
});

describe('the audit', () => {
  test('administrators read it, filtered, page by page', async () => {
    await as('admin', 'POST', '/api/orders', { client_id: ids.client });
    const { body } = await as('admin', 'GET', `/api/audit?actor=${ids.admin}&event=order.created&limit=1`);
    expect(body).toMatchObject({
      data: [{ actor_id: ids.admin, role: 'admin', route: 'POST /api/orders', result: 'ok' }],
      page: { has_more: true },
    });
    for (const role of ['monitor', 'reader', 'client'] as const)
      expect((await as(role, 'GET', '/api/audit')).status).toBe(403);
    expect((await as('admin', 'GET', '/api/audit?name=x')).status).toBe(400);
  });

  test('it contains no name, number or secret', async () => {
    const { rows } = await db.pool.query<{ line: string }>('select a::text as line from audit_events a');
    expect(rows.length).toBeGreaterThan(10);
    const lines = rows.map(({ line }) => line).join('\n');
    expect(lines).not.toMatch(/the (admin|client)|person \d|\+1617|trk_|horse/);
  });
});
