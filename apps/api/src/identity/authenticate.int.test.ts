import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { SignJWT } from 'jose';
import { isStillValid } from './recheck-credential.ts';
import { addPerson, keyOf, sessionOf } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { eventually } from '../../../../test/support/eventually.ts';

const SECRET = 's'.repeat(32);
const ENV = {
  JWT_SECRET: SECRET,
  JWT_ISSUER: 'https://id.example',
  JWT_AUDIENCE: 'trunkline',
  API_KEYS: 'application-key',
  BOARD_PASSWORD: 'board password',
};
const OUTSIDE = { 'x-forwarded-for': '203.0.113.9' };
const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
beforeAll(async () => void (api = await openTestApi(ENV)));
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const token = (sub: string, role: string) =>
  new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setIssuer(ENV.JWT_ISSUER)
    .setAudience(ENV.JWT_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(SECRET));
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const me = (headers: Record<string, string>, from = OUTSIDE as Record<string, string>) =>
  api.send('/api/me', { headers: { ...from, ...headers } });
const someone = () => `someone ${Math.random()}`;

describe('each kind of credential', () => {
  test('a key has its owner’s role, in either header', async () => {
    const person = await addPerson(db, someone(), 'reader');
    const { headers } = await keyOf(db, person);
    for (const given of [headers, bearer(headers['x-api-key'])])
      expect(await me(given)).toMatchObject({
        status: 200,
        body: { id: person.id, name: person.name, role: 'reader' },
      });
  });

  test('a key can do no more than its scopes, and never more than its owner’s role', async () => {
    const monitor = await addPerson(db, someone(), 'monitor');
    const narrow = (await keyOf(db, monitor, ['account:read', 'audit:*'])).headers;
    expect((await me(narrow)).body['permissions']).toEqual(['account.read']);
    const refused = await api.send('/api/users', { headers: narrow });
    expect([refused.status, refused.body['code']]).toEqual([403, 'forbidden']);
    expect((await api.send('/api/audit', { headers: narrow })).status).toBe(403);
  });

  test('a token names its subject, and without a profile its role counts', async () => {
    const id = 'ffffffff-3c5d-4c7a-9d0f-1a2b3c4d5e6f';
    expect(await me(bearer(await token(id, 'monitor')))).toMatchObject({ status: 200, body: { id, role: 'monitor' } });
  });

  test('the role of a profile takes precedence over the role in the token', async () => {
    const person = await addPerson(db, someone(), 'client');
    const given = bearer(await token(person.id, 'superadmin'));
    expect((await me(given)).body).toMatchObject({ role: 'client' });
    await db.pool.query('update profiles set is_active = false where id = $1', [person.id]);
    expect((await me(given)).status).toBe(401);
  });

  test('a session is a cookie', async () => {
    const person = await addPerson(db, someone(), 'client');
    expect(await me((await sessionOf(db, person)).headers)).toMatchObject({ status: 200, body: { id: person.id } });
  });

  test('the password of the operator grants everything', async () => {
    expect(await me(basic('admin:board password'))).toMatchObject({
      status: 200,
      body: { id: null, role: 'superadmin' },
    });
  });

  test('a key of API_KEYS grants interviews and nothing else', async () => {
    const headers = { ...OUTSIDE, 'x-api-key': 'application-key' };
    expect((await api.send('/api/interview-templates', { headers })).status).toBe(200);
    expect((await api.send('/api/inbox', { headers })).status).toBe(403);
  });

  test('a request from this machine needs no credential, any other request needs one', async () => {
    expect(await me({}, {})).toMatchObject({ status: 200, body: { id: null, role: 'superadmin' } });
    expect(await me({})).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    await using strict = await openTestApi({ ...ENV, LOCAL_OPERATOR: 'false' });
    expect((await strict.send('/api/me')).status).toBe(401);
  });
});

describe('a wrong credential is refused, on this machine too', () => {
  const wrong: [string, Record<string, string>][] = [
    ['an unknown key', { 'x-api-key': 'unknown' }],
    ['a key of our form', { 'x-api-key': `trk_${'a'.repeat(8)}_${'b'.repeat(43)}_${'c'.repeat(6)}` }],
    ['a token that is none', bearer('a.b.c')],
    ['a wrong password', basic('admin:wrong')],
    ['another name with the password', basic('another:board password')],
    [
      'the password under another scheme',
      { authorization: basic('admin:board password').authorization.replace('Basic', 'Bearer') },
    ],
    ['a session that is none', { cookie: 'trunkline_session=abc' }],
    ['no scheme', { authorization: 'application-key' }],
  ];
  test.each(wrong)('%s', async (_what, headers) => {
    for (const from of [{}, OUTSIDE]) expect(await me(headers, from)).toMatchObject({ status: 401 });
  });

  test('a prefix with the secret of another key', async () => {
    const person = await addPerson(db, someone(), 'client');
    const [one, other] = [await keyOf(db, person), await keyOf(db, person)];
    await db.pool.query(
      'update api_keys set secret_hash = (select secret_hash from api_keys where id = $2) where id = $1',
      [one.id, other.id],
    );
    expect((await me(one.headers)).status).toBe(401);
  });
});

describe('the end of a credential', () => {
  const ends: [string, string][] = [
    ['it is revoked', 'update api_keys set revoked_at = now() where profile_id = $1'],
    ['it expires', `update api_keys set expires_at = now() - interval '1 second' where profile_id = $1`],
    ['its owner is no longer active', 'update profiles set is_active = false where id = $1'],
  ];
  test.each(ends)('a key is refused with the next request once %s', async (_why, sql) => {
    const person = await addPerson(db, someone(), 'monitor');
    const { headers, prefix } = await keyOf(db, person);
    const credential = { kind: 'key', id: prefix, role: 'monitor', expiresAt: null } as const;
    expect([(await me(headers)).status, await isStillValid(db.pool, credential)]).toEqual([200, true]);
    await db.pool.query(sql, [person.id]);
    expect([(await me(headers)).status, await isStillValid(db.pool, credential)]).toEqual([401, false]);
  });

  test('a demoted user has the lesser role in the next request, and the old credential is no longer valid', async () => {
    const person = await addPerson(db, someone(), 'admin');
    const { headers, prefix } = await keyOf(db, person);
    expect((await api.send('/api/audit', { headers })).status).toBe(200);
    await db.pool.query(`update profiles set role = 'reader' where id = $1`, [person.id]);
    expect((await api.send('/api/audit', { headers })).status).toBe(403);
    const before = { kind: 'key', id: prefix, role: 'admin', expiresAt: null } as const;
    expect(await isStillValid(db.pool, before)).toBe(false);
    expect(await isStillValid(db.pool, { ...before, role: 'reader' })).toBe(true);
  });

  test('a token is refused after its expiry, and for a user who is no longer active', async () => {
    const person = await addPerson(db, someone(), 'reader');
    const inAMinute = new Date(Date.now() + 60_000);
    const credential = { kind: 'token', id: person.id, role: 'reader', expiresAt: inAMinute } as const;
    expect(await isStillValid(db.pool, credential)).toBe(true);
    expect(await isStillValid(db.pool, credential, inAMinute)).toBe(false);
    await db.pool.query('update profiles set is_active = false where id = $1', [person.id]);
    expect(await isStillValid(db.pool, credential)).toBe(false);
  });

  const sessionEnds: [string, string][] = [
    [
      'half an hour without a request',
      `update sessions set last_seen_at = now() - interval '31 minutes' where profile_id = $1`,
    ],
    ['twelve hours', `update sessions set expires_at = now() where profile_id = $1`],
    ['another password', `update profiles set password_hash = 'x' where id = $1`],
    ['another role', `update profiles set role = 'admin' where id = $1`],
    ['that its owner is no longer active', 'update profiles set is_active = false where id = $1'],
  ];
  test.each(sessionEnds)('a session ends with %s, and its cookie is taken back', async (_why, sql) => {
    const person = await addPerson(db, someone(), 'monitor');
    const { headers } = await sessionOf(db, person);
    expect((await me(headers)).status).toBe(200);
    await db.pool.query(sql, [person.id]);
    const refused = await me(headers);
    expect([refused.status, `${refused.headers['set-cookie']}`]).toEqual([
      401,
      expect.stringMatching(/^trunkline_session=; .*Expires=Thu, 01 Jan 1970/),
    ]);
  });
});

test('the last use of a key and of a session is stored to the minute', async () => {
  const person = await addPerson(db, someone(), 'client');
  const { headers, id } = await keyOf(db, person);
  const session = await sessionOf(db, person);
  await db.pool.query(`update sessions set last_seen_at = now() - interval '5 minutes' where profile_id = $1`, [
    person.id,
  ]);
  await me(headers);
  await me(session.headers);
  await eventually(async () => {
    const { rows } = await db.pool.query(
      `select k.last_used_at > now() - interval '1 minute' as key, s.last_seen_at > now() - interval '1 minute' as session
       from api_keys k join sessions s using (profile_id) where k.id = $1`,
      [id],
    );
    expect(rows).toEqual([{ key: true, session: true }]);
  });
});

test('a change by cookie alone is refused, unless it comes from a page of this site or with a header that no form sends', async () => {
  const { headers } = await sessionOf(db, await addPerson(db, someone(), 'client'));
  const change = (more: Record<string, string>) =>
    api.send('/api/me', {
      method: 'PATCH',
      headers: { host: 'trunkline.example', ...headers, ...more },
      json: { phone_number: null },
    });
  expect((await change({})).status).toBe(403);
  expect((await change({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await change({ 'sec-fetch-site': 'cross-site', 'x-requested-with': 'x' })).status).toBe(403);
  expect((await change({ origin: 'https://trunkline.example' })).status).toBe(200);
  expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  expect((await change({ 'x-requested-with': 'fetch' })).status).toBe(200);
});

test('a browser that opens a page is challenged for the password, and a script of a page is not', async () => {
  const asked = async (mode?: string) => (await me(mode ? { 'sec-fetch-mode': mode } : {})).headers['www-authenticate'];
  expect([await asked('navigate'), await asked()]).toEqual([
    expect.stringMatching(/^Basic /),
    expect.stringMatching(/^Basic /),
  ]);
  expect(await asked('cors')).toBe('Bearer realm="Trunkline"');
});
