import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const OUTSIDE = { 'x-forwarded-for': '203.0.113.9' };
const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
beforeAll(async () => void (api = await openTestApi({ API_RATE_PER_MINUTE: '3' })));
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const statuses = async (count: number, path: string, headers: Record<string, string>) => {
  const answers = [];
  for (let n = 0; n < count; n++) answers.push((await api.send(path, { headers })).status);
  return answers;
};

test('the fourth request of a minute gets Retry-After, and the others the number of requests left', async () => {
  const { headers } = await keyOf(db, await addPerson(db, 'busy', 'monitor'));
  const first = await api.send('/api/me', { headers });
  expect([first.status, first.headers['ratelimit']]).toEqual([200, expect.stringMatching(/^"requests"; r=2; t=\d+$/)]);
  expect(await statuses(3, '/api/me', headers)).toEqual([200, 200, 429]);
  const refused = await api.send('/api/me', { headers });
  expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});

test('a limited actor does not limit another', async () => {
  const [one, other] = [await addPerson(db, 'one', 'monitor'), await addPerson(db, 'other', 'monitor')];
  expect((await statuses(4, '/api/me', (await keyOf(db, one)).headers)).at(-1)).toBe(429);
  expect((await statuses(1, '/api/me', (await keyOf(db, other)).headers)).at(-1)).toBe(200);
});

test('two keys of one person are counted together', async () => {
  const person = await addPerson(db, 'both', 'monitor');
  const [first, second] = [await keyOf(db, person), await keyOf(db, person)];
  await statuses(3, '/api/me', first.headers);
  expect(await statuses(1, '/api/me', second.headers)).toEqual([429]);
});

test('requests with a wrong key are counted by address', async () => {
  const guess = { ...OUTSIDE, 'x-api-key': 'guess' };
  expect(await statuses(4, '/api/me', guess)).toEqual([401, 401, 401, 429]);
});

test('this machine’s operator, recordings and health are not counted', async () => {
  expect(await statuses(5, '/api/me', {})).toEqual([200, 200, 200, 200, 200]);
  expect(await statuses(5, '/media/recordings/x', OUTSIDE)).not.toContain(429);
  expect(await statuses(5, '/health', OUTSIDE)).toEqual([200, 200, 200, 200, 200]);
});

test('where no proxy is trusted, a header with another address is no other sender', async () => {
  const spoofed = [];
  for (let n = 0; n < 4; n++)
    spoofed.push(
      ...(await statuses(1, '/docs', { 'x-forwarded-for': `198.51.100.${n}`, forwarded: `for=10.0.0.${n}` })),
    );
  expect(spoofed.at(-1)).toBe(429);
});

test('behind a trusted proxy each client has its own limit, and addresses that it puts before that of the proxy do not count', async () => {
  await using proxied = await openTestApi({ API_RATE_PER_MINUTE: '3', TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' });
  const from = async (address: string) =>
    (await proxied.send('/docs', { headers: { 'x-forwarded-for': address } })).status;
  for (const claim of ['6.6.6.6, ', '7.7.7.7, ', '8.8.8.8, 9.9.9.9, '])
    expect(await from(`${claim}203.0.113.9`)).toBe(200);
  expect(await from('203.0.113.9')).toBe(429);
  expect(await from('203.0.113.9, 10.0.0.4')).toBe(429);
  expect(await from('::ffff:203.0.113.9')).toBe(429);
  expect(await from('203.0.113.10')).toBe(200);
});

test('addresses of one IPv6 network are one sender', async () => {
  await using proxied = await openTestApi({ API_RATE_PER_MINUTE: '3', TRUSTED_PROXIES: '127.0.0.1' });
  const from = async (address: string) =>
    (await proxied.send('/docs', { headers: { 'x-forwarded-for': address } })).status;
  const answers = [];
  for (const end of ['1', '2', 'ffff:1', '3']) answers.push(await from(`2001:db8:1:2::${end}`));
  expect(answers).toEqual([200, 200, 200, 429]);
  expect(await from('2001:db8:9:2::1')).toBe(200);
});
