import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { addPerson, keyOf, sessionOf } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const PASSWORD = 'correct horse battery staple';
const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const OUTSIDE = { 'x-forwarded-for': '203.0.113.9' };
const login = (name: string, password: string, headers = {}) =>
  api.send('/api/login', { method: 'POST', headers: { ...OUTSIDE, ...headers }, json: { name, password } });
const cookieOf = ({ headers }: { headers: Record<string, string> }) => `${headers['set-cookie']}`.split(';')[0]!;
const me = (cookie: string) => api.send('/api/me', { headers: { ...OUTSIDE, cookie } });

test('name and password open a session with a cookie that scripts and other sites cannot read', async () => {
  const person = await addPerson(db, 'grace', 'monitor', PASSWORD);
  const answer = await login('grace', PASSWORD);
  expect([answer.status, `${answer.headers['set-cookie']}`]).toEqual([
    200,
    expect.stringMatching(/^trunkline_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
  ]);
  expect(await me(cookieOf(answer))).toMatchObject({ status: 200, body: { id: person.id } });
});

test('over HTTPS the cookie is bound to this host and to HTTPS', async () => {
  await using secure = await openTestApi({ API_BASE_URL: 'https://trunkline.example' });
  await addPerson(db, 'secure', 'client', PASSWORD);
  const { headers } = await secure.send('/api/login', { method: 'POST', json: { name: 'secure', password: PASSWORD } });
  expect(`${headers['set-cookie']}`).toMatch(
    /^__Host-trunkline_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
});

test('a wrong password, an unknown name, a user without password and an inactive one get the same answer', async () => {
  await addPerson(db, 'ada', 'client', PASSWORD);
  await addPerson(db, 'without', 'client');
  const gone = await addPerson(db, 'gone', 'client', PASSWORD);
  await db.pool.query('update profiles set is_active = false where id = $1', [gone.id]);
  const refused = [await login('ada', 'wrong'), await login('unknown', PASSWORD), await login('without', ''.padEnd(5))];
  for (const { status, body } of [...refused, await login('gone', PASSWORD)])
    expect([status, body['detail']]).toEqual([401, 'The name or the password is wrong.']);
});

test('a login ends the session that the browser had', async () => {
  const person = await addPerson(db, 'rotating', 'client', PASSWORD);
  const { headers } = await sessionOf(db, person);
  const after = await login('rotating', PASSWORD, headers);
  expect(cookieOf(after)).not.toBe(headers.cookie);
  expect([(await me(headers.cookie)).status, (await me(cookieOf(after))).status]).toEqual([401, 200]);
});

test('the eleventh failure of a name is a 429 with Retry-After, and successful logins are not limited', async () => {
  await addPerson(db, 'often', 'client', PASSWORD);
  for (let n = 0; n < 12; n++) expect((await login('often', PASSWORD)).status).toBe(200);
  for (let n = 0; n < 10; n++) expect((await login('tried', 'wrong')).status).toBe(401);
  const { status, body, headers } = await login('tried', 'wrong');
  expect([status, body['code'], Number(headers['retry-after']) > 60]).toEqual([429, 'rate_limited', true]);
  expect((await login('often', PASSWORD)).status).toBe(200);
});

test('logging out ends the session, here and in the browser', async () => {
  const { headers } = await sessionOf(db, await addPerson(db, 'leaving', 'client'));
  const left = await api.send('/api/logout', { method: 'POST', headers: { ...headers, 'x-requested-with': 'fetch' } });
  expect([left.status, `${left.headers['set-cookie']}`]).toEqual([
    200,
    expect.stringContaining('Expires=Thu, 01 Jan 1970'),
  ]);
  expect((await me(headers.cookie)).status).toBe(401);
});

test('a session does not allow to guess the password', async () => {
  const person = await addPerson(db, 'guessed', 'client', PASSWORD);
  const { headers } = await keyOf(db, person);
  const guess = { method: 'POST', headers, json: { current_password: 'wrong', password: 'another long password' } };
  for (let n = 0; n < 10; n++) expect((await api.send('/api/me/password', guess)).status).toBe(422);
  const right = { ...guess, json: { ...guess.json, current_password: PASSWORD } };
  expect((await api.send('/api/me/password', right)).status).toBe(429);
});

test('requests that are neither a login nor a session leave no audit entry', async () => {
  const count = async () => (await db.pool.query('select from audit_events')).rowCount;
  const before = await count();
  const cookie = { ...OUTSIDE, cookie: 'trunkline_session=nonsense' };
  expect((await api.send('/api/logout', { method: 'POST', headers: cookie })).status).toBe(200);
  expect((await api.send('/api/login', { method: 'POST', headers: OUTSIDE, json: {} })).status).toBe(422);
  expect(await count()).toBe(before);
});

test('every login and every refused login is in the audit, without a name', async () => {
  const person = await addPerson(db, 'audited', 'client', PASSWORD);
  await login('audited', PASSWORD);
  await login('audited', 'wrong');
  const { rows } = await db.pool.query(
    'select actor_id, route, entity, event, result from audit_events order by id desc limit 2',
  );
  const route = 'POST /api/login';
  expect(rows).toEqual([
    { actor_id: 'anonymous', route, entity: '-', event: 'refused', result: 'unauthenticated' },
    { actor_id: 'anonymous', route, entity: `profile:${person.id}`, event: 'session.opened', result: 'ok' },
  ]);
});
