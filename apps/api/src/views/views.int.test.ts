import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '@trunkline/access';
import { withActor } from '@trunkline/db/connection';
import { createPerson } from '../../../../test/support/db/people.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());

async function person(role: Role) {
  const { id, name, headers } = await createPerson(api.db, role);
  const send = (method: string, path: string, json?: object) => api.send(path, { method, headers, json });
  return { id, name, send };
}
type Person = Awaited<ReturnType<typeof person>>;
const save = async ({ send }: Person, changes: object = {}) =>
  send('POST', '/api/views', { screen: 'calls', name: 'Failed today', query: 'status=failed', ...changes });
const names = async ({ send }: Person, query = ''): Promise<unknown[]> =>
  ((await send('GET', `/api/views${query}`)).body['data'] as Body[]).map(({ name }) => name);

test('a view is saved, changed and deleted, and each change is audited', async () => {
  const amara = await person('monitor');
  const { status, body, headers } = await save(amara);
  expect({ status, body }).toMatchObject({
    status: 201,
    body: {
      owner: amara.id,
      owner_name: amara.name,
      screen: 'calls',
      query: 'status=failed',
      is_shared: false,
      may_change: true,
    },
  });
  const path = headers['location']!;
  expect((await amara.send('PATCH', path, { name: 'Failed' })).body).toMatchObject({
    name: 'Failed',
    query: 'status=failed',
  });
  expect((await amara.send('GET', path)).body).toMatchObject({ name: 'Failed' });
  expect((await amara.send('DELETE', path)).status).toBe(200);
  expect((await amara.send('GET', path)).status).toBe(404);
  const { body: audit } = await api.send('/api/audit?limit=3');
  expect((audit['data'] as Body[]).map(({ event }) => event)).toEqual(['view.deleted', 'view.changed', 'view.created']);
});

test('staff see the views that staff share, other roles do not, and own=true leaves them out', async () => {
  const [owner, other, reader, client] = [
    await person('monitor'),
    await person('monitor'),
    await person('reader'),
    await person('client'),
  ];
  await save(owner, { name: 'private', screen: 'live' });
  const { body } = await save(owner, { name: 'shared', screen: 'live', is_shared: true });
  expect(await names(other, '?screen=live')).toEqual(['shared']);
  expect(await names(owner, '?screen=live')).toEqual(['shared', 'private']);
  expect(await names(other, '?screen=live&own=true')).toEqual([]);
  for (const party of [reader, client]) {
    expect(await names(party)).toEqual([]);
    expect((await party.send('GET', `/api/views/${String(body['id'])}`)).status).toBe(404);
    expect((await save(party, { is_shared: true })).status).toBe(403);
    expect((await save(party)).status).toBe(201);
  }
});

test('only the owner changes a view, and an administrator one that is shared', async () => {
  const [owner, other, admin] = [await person('monitor'), await person('monitor'), await person('admin')];
  const shared = `/api/views/${String((await save(owner, { name: 'a', is_shared: true })).body['id'])}`;
  const own = `/api/views/${String((await save(owner, { name: 'b' })).body['id'])}`;
  expect((await other.send('PATCH', shared, { name: 'x' })).status).toBe(403);
  expect((await other.send('DELETE', shared)).status).toBe(403);
  expect((await other.send('PATCH', own, { name: 'x' })).status).toBe(404);
  expect((await admin.send('PATCH', own, { name: 'x' })).status).toBe(404);
  expect((await admin.send('PATCH', shared, { name: 'x' })).body).toMatchObject({ name: 'x', owner: owner.id });
  expect((await admin.send('PATCH', shared, { is_shared: false })).status).toBe(403);
  expect((await owner.send('PATCH', shared, { is_shared: false })).status).toBe(200);
  expect((await admin.send('DELETE', shared)).status).toBe(404);
});

test('an administrator who cannot give a shared view the name of one that only its owner sees', async () => {
  const [owner, admin] = [await person('monitor'), await person('admin')];
  await save(owner, { name: 'private' });
  const { body } = await save(owner, { name: 'shared', is_shared: true });
  const renamed = await admin.send('PATCH', `/api/views/${String(body['id'])}`, { name: 'private' });
  expect(renamed.body).toMatchObject({ status: 409, code: 'name_taken' });
});

test('the database refuses to change or add a view of another person', async () => {
  const [owner, other] = [await person('monitor'), await person('monitor')];
  const { body } = await save(owner, { name: 'shared', is_shared: true });
  const as = (sql: string, values: unknown[]) =>
    withActor(api.db, { id: other.id, role: 'monitor' }, async (tx) => (await tx.query(sql, values)).rowCount);
  expect(await as(`update saved_views set name = 'x' where id = $1`, [body['id']])).toBe(0);
  expect(await as('delete from saved_views where id = $1', [body['id']])).toBe(0);
  const insert = `insert into saved_views (owner, screen, name, query) values ($1, 'calls', 'forged', '')`;
  await expect(as(insert, [owner.id])).rejects.toMatchObject({ code: '42501' });
});

test('a name is taken once on a screen, and a person keeps a hundred views', async () => {
  const owner = await person('reader');
  const { body } = await save(owner);
  expect((await save(owner)).body).toMatchObject({ status: 409, code: 'name_taken' });
  expect((await save(owner, { screen: 'live' })).status).toBe(201);
  const path = `/api/views/${String(body['id'])}`;
  expect((await owner.send('PATCH', path, { screen: 'live' })).body).toMatchObject({ code: 'name_taken' });
  await api.db.pool.query(
    `insert into saved_views (owner, screen, name, query) select $1, 'calls', n::text, '' from generate_series(1, 98) n`,
    [owner.id],
  );
  const { status, body: refused } = await save(owner, { name: 'one more' });
  expect([status, refused['detail']]).toEqual([422, expect.stringContaining('Delete one')]);
});

test.each([{ screen: 'Calls' }, { query: 'a b' }, { name: '' }, { colour: 'red' }])(
  '%j is refused',
  async (changes) => {
    expect((await save(await person('monitor'), changes)).status).toBe(422);
  },
);
