import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { digestOf, newToken } from '@trunkline/access';
import { openDatabase } from '@trunkline/db/connection';
import { createLoginLink } from '@trunkline/db/identity';
import { addPerson } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
beforeAll(async () => void (api = await openTestApi({ TRUSTED_PROXIES: '127.0.0.1' })));
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

let clients = 0;
/** A client with an address of its own, so that no test uses up the limit of another. */
const newClient = () => ({ host: 'trunkline.example', 'x-forwarded-for': `198.51.100.${++clients}` });
const OWN_PAGE = { origin: 'https://trunkline.example', 'sec-fetch-site': 'same-origin' };
const linkOf = async ({ id }: { id: string }) => {
  const token = newToken();
  await createLoginLink(db.pool, digestOf(token), id);
  return `/login?token=${token}`;
};
const open = (link: string, method = 'GET') => api.send(link, { method, headers: newClient() });
const click = (link: string, headers: Record<string, string> = OWN_PAGE, client = newClient()) =>
  api.send(link, { method: 'POST', headers: { ...client, ...headers } });
const cookieOf = ({ headers }: { headers: Record<string, string> }) => `${headers['set-cookie']}`.split(';')[0]!;
const me = (cookie: string) => api.send('/api/me', { headers: { ...newClient(), cookie } });
const textOf = ({ body }: { body: Record<string, unknown> }) => String(body['text']);

test('a link opens a page with a button, and only the button logs in, once', async () => {
  const person = await addPerson(db, 'linked', 'admin');
  const link = await linkOf(person);
  for (const method of ['GET', 'HEAD', 'GET']) {
    const page = await open(link, method);
    expect([page.status, page.headers['set-cookie'], page.headers['cache-control']]).toEqual([
      200,
      undefined,
      'no-store',
    ]);
  }
  const page = textOf(await open(link));
  expect(page).toContain('<button type="submit" autofocus>Log in as linked</button>');
  expect(page).toContain(`<form method="post" action="${link}">`);
  const done = await click(link);
  expect([done.status, done.headers['location'], done.headers['cache-control']]).toEqual([303, '/', 'no-store']);
  expect((await me(cookieOf(done))).body).toMatchObject({ id: person.id, role: 'admin' });
  const again = await click(link);
  expect([again.status, again.headers['set-cookie'], textOf(again)]).toEqual([
    410,
    undefined,
    expect.stringContaining('was already used'),
  ]);
});

test('the page runs no script, loads nothing, cannot be framed, and lets browsers name its origin', async () => {
  const { headers, body } = await open(await linkOf(await addPerson(db, '<i>&"\'', 'client')));
  const policy = headers['content-security-policy']!;
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'; /);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers['referrer-policy']).toBe('same-origin');
  expect(body['text']).toContain('Log in as &lt;i&gt;&amp;&quot;&#39;</button>');
  expect(body['text']).not.toMatch(/<script|style="| on\w+=/);
});

test.each<[string, Record<string, string>]>([
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['another site, in a browser that names only the origin', { origin: 'https://evil.example' }],
  ['another site, in a browser that names only the relation', { 'sec-fetch-site': 'cross-site' }],
  ['another name of the same site', { origin: 'https://trunkline.example', 'sec-fetch-site': 'same-site' }],
  ['a page without an origin', { origin: 'null' }],
  ['another port', { origin: 'https://trunkline.example:8443' }],
  ['a page that hides where it is', {}],
])('a click on %s does not log in, and leaves the link as it was', async (_what, headers) => {
  const link = await linkOf(await addPerson(db, `lured ${Math.random()}`, 'client'));
  const refused = await click(link, headers);
  expect([refused.status, refused.headers['set-cookie'], refused.body['code']]).toEqual([403, undefined, 'forbidden']);
  expect((await click(link)).status).toBe(303);
});

test.each<[string, Record<string, string>]>([
  ['a browser without TLS, which names only the origin', { origin: 'http://trunkline.example' }],
  ['a program', { 'x-requested-with': 'curl' }],
])('%s logs in', async (_what, headers) => {
  expect((await click(await linkOf(await addPerson(db, `of ${_what}`, 'client')), headers)).status).toBe(303);
});

test('of several clicks at once one succeeds', async () => {
  const link = await linkOf(await addPerson(db, 'raced', 'admin'));
  const answers = await Promise.all([1, 2, 3, 4].map(() => click(link)));
  expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['303', '410', '410', '410']);
});

test('page and click say why a link does not log in: expired, of an inactive person, unknown', async () => {
  const [late, gone] = [await addPerson(db, 'late', 'admin'), await addPerson(db, 'left', 'admin')];
  const [lateLink, goneLink] = [await linkOf(late), await linkOf(gone)];
  await db.pool.query(`update login_links set expires_at = now() where profile_id = $1`, [late.id]);
  await db.pool.query('update profiles set is_active = false where id = $1', [gone.id]);
  for (const [link, reason] of [
    [lateLink, 'has expired'],
    [goneLink, 'has expired'],
    ['/login?token=x', 'is not valid here'],
    ['/login?token=%22%3E%3Cscript%3E', 'is not valid here'],
  ] as const)
    for (const answer of [await open(link), await click(link)]) {
      expect([answer.status, answer.headers['set-cookie']]).toEqual([410, undefined]);
      expect(textOf(answer)).toContain(reason);
      expect(textOf(answer)).toContain('npx trunkline users link NAME');
      expect(textOf(answer)).not.toMatch(/<form|<script/);
    }
});

test('clicks have the limit and the audit of passwords', async () => {
  const client = newClient();
  const statuses = [];
  for (let n = 0; n < 12; n++) statuses.push((await click('/login?token=guess', OWN_PAGE, client)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 410), 429, 429]);
  const others = await linkOf(await addPerson(db, 'unharmed', 'client'));
  expect((await click(others, OWN_PAGE, client)).status).toBe(303);
  const { rows } = await db.pool.query(
    `select actor_id, event, result, count(*)::integer from audit_events where route = 'POST /login'
       and id > (select max(id) - 11 from audit_events) group by 1, 2, 3 order by 2`,
  );
  expect(rows).toEqual([
    { actor_id: 'anonymous', event: 'refused', result: 'unauthenticated', count: 10 },
    { actor_id: 'anonymous', event: 'session.opened', result: 'ok', count: 1 },
  ]);
});
