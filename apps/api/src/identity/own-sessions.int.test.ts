import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { addPerson, keyOf, sessionOf } from '../../test/store-test-people.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

type Session = { id: string; is_current: boolean };
const OWN_PAGE = { 'x-forwarded-for': '203.0.113.9', 'x-requested-with': 'trunkline-console' };
const send = (path: string, headers: Record<string, string>, method = 'GET') =>
  api.send(path, { method, headers: { ...OWN_PAGE, ...headers } });
const list = async (headers: Record<string, string>) =>
  (await send('/api/me/sessions', headers)).body['data'] as Session[];

test('a person sees the browsers in which they are logged in, and which one this is', async () => {
  const person = await addPerson(db, 'two browsers', 'client');
  const other = await addPerson(db, 'another person', 'client');
  const [first, second] = [await sessionOf(db, person), await sessionOf(db, person)];
  await sessionOf(db, other);
  const sessions = await list(first.headers);
  expect(sessions).toHaveLength(2);
  expect(sessions.filter(({ is_current }) => is_current)).toHaveLength(1);
  expect(await list(second.headers)).toHaveLength(2);
  expect(JSON.stringify(sessions)).not.toContain(first.token);
});

test('one session is ended by its id, and another person cannot end it', async () => {
  const person = await addPerson(db, 'ends one', 'reader');
  const stranger = await sessionOf(db, await addPerson(db, 'stranger', 'superadmin'));
  const [here, there] = [await sessionOf(db, person), await sessionOf(db, person)];
  const { id } = (await list(here.headers)).find(({ is_current }) => !is_current)!;
  expect((await send(`/api/me/sessions/${id}`, stranger.headers, 'DELETE')).status).toBe(404);
  expect((await send('/api/me', there.headers)).status).toBe(200);
  expect((await send(`/api/me/sessions/${id}`, here.headers, 'DELETE')).status).toBe(200);
  expect((await send('/api/me', there.headers)).status).toBe(401);
  expect((await send(`/api/me/sessions/${id}`, here.headers, 'DELETE')).status).toBe(404);
  expect(await list(here.headers)).toHaveLength(1);
});

test('signing out everywhere ends every session, this one too, and is audited', async () => {
  const person = await addPerson(db, 'ends all', 'monitor');
  const [here, there] = [await sessionOf(db, person), await sessionOf(db, person)];
  expect((await send('/api/me/sessions', here.headers, 'DELETE')).status).toBe(200);
  for (const { headers } of [here, there]) expect((await send('/api/me', headers)).status).toBe(401);
  const { rows } = await db.pool.query(
    `select event from audit_events where entity = 'profile:${person.id}' and event like 'session.%'`,
  );
  expect(rows).toEqual([{ event: 'session.all_closed' }]);
});

test('a key has no session of its own, and the operator has none at all', async () => {
  const person = await addPerson(db, 'by key', 'client');
  await sessionOf(db, person);
  const { headers } = await keyOf(db, person);
  expect((await list(headers)).map(({ is_current }) => is_current)).toEqual([false]);
  expect((await api.send('/api/me/sessions')).body['data']).toEqual([]);
  expect((await api.send('/api/me/sessions', { method: 'DELETE' })).status).toBe(404);
});

test('without a signature of the API, the database lists and ends no session', async () => {
  const person = await addPerson(db, 'unsigned', 'client');
  const { headers } = await sessionOf(db, person);
  const { rows } = await db.pool.query('select * from sessions_of($1, $2)', [person.id, 'forged']);
  expect(rows).toEqual([]);
  await expect(db.pool.query('select end_sessions_of($1, null, $2)', [person.id, 'forged'])).rejects.toThrow(
    'without a signature',
  );
  expect((await send('/api/me', headers)).status).toBe(200);
});
