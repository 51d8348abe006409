import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { addPerson } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const PASSWORD = 'correct horse battery staple';
const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
beforeAll(async () => void (api = await openTestApi({ BOARD_PASSWORD: PASSWORD, TRUSTED_PROXIES: '127.0.0.1' })));
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

let client = '';
let clients = 0;
beforeEach(() => void (client = `198.51.100.${++clients}`));

const ask = (user: string, password: string, { from = client, path = '/api/me' } = {}) =>
  api.send(path, {
    headers: {
      'x-forwarded-for': from,
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    },
  });
const login = (name: string, password: string, from = client) =>
  api.send('/api/login', { method: 'POST', headers: { 'x-forwarded-for': from }, json: { name, password } });
const statuses = async (count: number, send: (n: number) => Promise<{ status: number }>) => {
  const answers: number[] = [];
  for (let n = 0; n < count; n++) answers.push((await send(n)).status);
  return answers;
};
const times = (count: number, status: number) => Array.from({ length: count }, () => status);
const auditSince = async (id: string) =>
  (
    await db.pool.query(
      'select actor_id, role, route, entity, event, result from audit_events where id > $1 order by id',
      [id],
    )
  ).rows;
const lastAudit = async () => (await db.pool.query('select coalesce(max(id), 0) as id from audit_events')).rows[0].id;

test('after ten wrong passwords even the right one is a 429 with Retry-After, at each place that asks for it', async () => {
  expect(await statuses(12, () => ask('admin', 'wrong'))).toEqual([...times(10, 401), 429, 429]);
  for (const path of ['/api/me', '/api/calls', '/admin/queues', '/admin/queues/api/queues']) {
    const { status, body, headers } = await ask('admin', PASSWORD, { path });
    expect([status, body['code'], Number(headers['retry-after']) > 60]).toEqual([429, 'rate_limited', true]);
  }
});

test('wrong passwords are counted wherever they are sent, also where no credential is needed', async () => {
  const places = ['/docs', '/openapi.json', '/api/me', '/nowhere', '/admin/queues'];
  await statuses(10, (n) => ask('admin', 'wrong', { path: places[n % places.length]! }));
  expect((await ask('admin', PASSWORD)).status).toBe(429);
});

test('form and HTTP Basic count together', async () => {
  expect(await statuses(5, () => login('admin', 'wrong'))).toEqual(times(5, 401));
  expect(await statuses(6, () => ask('Admin', 'wrong'))).toEqual([...times(5, 401), 429]);
  expect((await login('admin', 'wrong')).status).toBe(429);
});

test('a client that changes names has sixty guesses, by both ways together', async () => {
  const guesses = await statuses(66, (n) => (n % 2 ? ask(`name ${n}`, 'wrong') : login(`name ${n}`, 'wrong')));
  expect(guesses).toEqual([...times(60, 401), ...times(6, 429)]);
  expect((await ask('admin', PASSWORD)).status).toBe(429);
});

test('failures of one client refuse no other: operator and person log in from theirs', async () => {
  await addPerson(db, 'elsewhere', 'client', PASSWORD);
  await statuses(11, () => ask('admin', 'wrong'));
  await statuses(66, (n) => login(`name ${n}`, 'wrong'));
  await statuses(11, () => login('elsewhere', 'wrong'));
  expect((await ask('admin', PASSWORD, { from: '203.0.113.77' })).status).toBe(200);
  expect((await login('elsewhere', PASSWORD, '203.0.113.77')).status).toBe(200);
});

test('a person who logged in before is not locked out by a neighbour behind the same address', async () => {
  await addPerson(db, 'neighbour', 'client', PASSWORD);
  expect((await login('neighbour', PASSWORD)).status).toBe(200);
  await statuses(66, (n) => login(`name ${n}`, 'wrong'));
  expect((await login('neighbour', PASSWORD)).status).toBe(200);
});

test('where no proxy is trusted, a header with another address is no other client', async () => {
  await using direct = await openTestApi({ BOARD_PASSWORD: PASSWORD });
  const guess = (n: number) =>
    direct.send('/api/login', {
      method: 'POST',
      headers: { 'x-forwarded-for': `203.0.113.${n}`, 'x-real-ip': `203.0.113.${n}`, forwarded: `for=203.0.113.${n}` },
      json: { name: `name ${n}`, password: 'wrong' },
    });
  expect(await statuses(66, guess)).toEqual([...times(60, 401), ...times(6, 429)]);
});

test('right passwords are not limited, also all at once', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask('admin', PASSWORD)));
  expect(answers.map(({ status }) => status)).toEqual(times(40, 200));
});

test('every wrong password that was verified is in the audit, without its name, path or value', async () => {
  const before = await lastAudit();
  await statuses(13, () => ask('grace+secret', 'wrong', { path: '/api/calls/+15085140320' }));
  const refused = { actor_id: 'anonymous', role: 'client', route: 'HTTP Basic' };
  expect(await auditSince(before)).toEqual(
    times(10, 0).map(() => ({ ...refused, entity: '-', event: 'refused', result: 'unauthenticated' })),
  );
});

test('the first right password of a client is in the audit', async () => {
  const before = await lastAudit();
  await statuses(3, () => ask('admin', PASSWORD));
  expect(await auditSince(before)).toEqual([
    {
      actor_id: 'operator',
      role: 'superadmin',
      route: 'HTTP Basic',
      entity: 'operator',
      event: 'session.opened',
      result: 'ok',
    },
  ]);
});

test('without BOARD_PASSWORD no password is right, and guesses are limited as well', async () => {
  await using without = await openTestApi();
  const authorization = `Basic ${Buffer.from('admin:').toString('base64')}`;
  const guess = () => without.send('/api/me', { headers: { authorization } });
  expect(await statuses(11, guess)).toEqual([...times(10, 401), 429]);
});
