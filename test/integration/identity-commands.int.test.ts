import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { readApiKey } from '@trunkline/access';
import { appendAudit } from '@trunkline/db/audit';
import { openDatabase } from '@trunkline/db/connection';
import { findLiveApiKey } from '@trunkline/db/identity';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openTestApi } from '../../apps/api/test/open-test-api.ts';
import { runCli } from '../support/processes/run-cli.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test');
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await tamper('delete from audit_events', 'delete from profiles');
});

/** Runs statements as a superuser with the triggers off. */
const tamper = (...statements: string[]) =>
  db.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    for (const statement of statements) await tx.query(statement);
  });
const OUTSIDE = { 'x-forwarded-for': '203.0.113.9' };

async function runWithInput(args: string[], input: string): Promise<{ code: number; stderr: string }> {
  const command = ['apps/cli/src/main.ts', ...args];
  const child = spawn(process.execPath, command, { env: process.env, stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(input);
  const [[code], stderr] = await Promise.all([once(child, 'close'), text(child.stderr)]);
  return { code: code as number, stderr };
}

test('a person is added, logs in with the printed link, and cannot once deactivated', async () => {
  const created = await runCli(['users', 'create', 'grace', '--role', 'superadmin']);
  expect(created).toMatchObject({ code: 0, stdout: expect.stringContaining('Added grace as superadmin') });
  const { stdout: link } = await runCli(['users', 'link', 'grace'], { API_BASE_URL: 'https://trunkline.example/' });
  expect(link).toMatch(/^https:\/\/trunkline\.example\/login\?token=[\w-]{43}\n$/);
  await using api = await openTestApi();
  const click = { method: 'POST', headers: { 'x-requested-with': 'test' } };
  const { status, headers } = await api.send(link.trim().slice('https://trunkline.example'.length), click);
  expect(status).toBe(303);
  const cookie = `${headers['set-cookie']}`.split(';')[0]!;
  const me = () => api.send('/api/me', { headers: { ...OUTSIDE, cookie } });
  expect(await me()).toMatchObject({ status: 200, body: { name: 'grace', role: 'superadmin' } });
  expect((await runCli(['users', 'deactivate', 'grace'])).code).toBe(0);
  expect((await me()).status).toBe(401);
  expect((await runCli(['users', 'list'])).stdout).toMatch(/^NAME +ROLE +ACTIVE +ID\ngrace +superadmin +no +/);
});

test('a person logs in with a password from stdin, and a short one is refused', async () => {
  await runCli(['users', 'create', 'ada', '--role', 'monitor']);
  const give = (input: string) => runWithInput(['users', 'password', 'ada', '--password-stdin'], input);
  expect(await give('short\n')).toEqual({ code: 1, stderr: expect.stringContaining('at least 16') });
  expect(await give('a long enough one\nrest')).toEqual({ code: 0, stderr: '' });
  await using api = await openTestApi();
  const login = (password: string) => api.send('/api/login', { method: 'POST', json: { name: 'ada', password } });
  expect([(await login('short')).status, (await login('a long enough one')).status]).toEqual([401, 200]);
});

test('a key is created, shown once, listed without its secret, and revoked', async () => {
  await runCli(['users', 'create', 'ada', '--role', 'monitor']);
  const make = (...scopes: string[]) => runCli(['keys', 'create', 'ada', '--label', 'export', ...scopes]);
  const { stdout } = await make('--scope', 'calls:read', '--scope', 'recordings:*');
  const { prefix } = readApiKey(stdout.trim())!;
  expect(await findLiveApiKey(db.pool, { prefix })).toMatchObject({
    role: 'monitor',
    scopes: ['calls:read', 'recordings:*'],
  });
  await make();
  const third = await make();
  expect([third.code, third.stderr]).toEqual([6, expect.stringContaining('Revoke one')]);
  const listed = (await runCli(['keys', 'list'])).stdout;
  expect(listed).not.toContain(stdout.trim().slice(13));
  const id = listed
    .split('\n')
    .find((line) => line.includes(prefix))!
    .split(' ')[0]!;
  expect((await runCli(['keys', 'revoke', id])).code).toBe(0);
  expect(await findLiveApiKey(db.pool, { prefix })).toBeUndefined();
});

test.each([
  [['users', 'link', 'unknown'], 5, 'There is no person called unknown'],
  [['users', 'create', 'eve', '--role', 'root'], 2, 'superadmin, admin, monitor, reader, client'],
  [['keys', 'create', 'unknown', '--label', 'x', '--scope', 'calls:erase'], 2, 'calls:read'],
  [['keys', 'revoke', '999'], 5, 'There is no active key 999'],
  [['audit-verify', '--head', 'x'], 2, '64 hexadecimal digits'],
])('%j exits with %i and names the remedy', async (args, code, remedy) => {
  expect(await runCli(args)).toMatchObject({ code, stderr: expect.stringContaining(remedy) });
});

const entry = { actorId: 'operator', role: 'superadmin', route: 'POST /api/x', entity: 'x:1', result: 'ok' };
const append = async (count: number) => {
  for (let n = 1; n <= count; n++) await appendAudit(db.pool, { ...entry, requestId: `req ${n}`, event: `event ${n}` });
};
const NO_STORE = { RECORDINGS_DIR: join(tmpdir(), 'trunkline-no-store') };
const verify = (...args: string[]) => runCli(['audit-verify', ...args], NO_STORE);

test('changes by commands are in the audit, and its chain is intact for any text', async () => {
  await runCli(['users', 'create', 'grace', '--role', 'admin']);
  for (const event of ['"quoted\\"', 'line\nbreak\ttab\b\f\r', '\u0001\u001f\u007f', 'ünïcödé 🙂 \u2028', '</script>'])
    await appendAudit(db.pool, { ...entry, requestId: 'req', event });
  const { rows } = await db.pool.query<{ hash: string }>('select route, event, hash from audit_events order by id');
  expect(rows[0]).toMatchObject({ route: 'trunkline users', event: 'user.created' });
  expect(await verify()).toMatchObject({
    code: 0,
    stdout: `All 6 lines are unchanged. Head: 6:${rows.at(-1)!.hash}\nThere are no anchors to compare with.\n`,
  });
});

test.each([
  ['edited', `update audit_events set actor_id = 'another' where id = 4`, 'Line 4 does not follow'],
  ['deleted', 'delete from audit_events where id in (4, 5)', 'Line 4 is missing'],
  ['deleted at the beginning', 'delete from audit_events where id = 1', 'Line 1 is missing'],
  [
    'inserted',
    `update audit_events set id = -id where id > 4;
     insert into audit_events select 5, at, req_id, actor_id, role, route, entity, 'new', result, hash from audit_events where id = 4;
     update audit_events set id = 1 - id where id < 0`,
    'Line 5 does not follow',
  ],
  [
    're-ordered',
    'update audit_events set id = -id where id in (4, 5); update audit_events set id = 9 + id where id < 0',
    'Line 4 does not follow',
  ],
])('a line that was %s is named', async (_how, sql, description) => {
  await append(7);
  await tamper(sql);
  const { code, stdout } = await verify();
  expect([code, stdout]).toEqual([10, expect.stringContaining(description)]);
});

test('--head reveals lines that were cut off at the end', async () => {
  await append(5);
  const head = /Head: (\S+)/.exec((await verify()).stdout)![1]!;
  await tamper('delete from audit_events where id > 3');
  expect((await verify()).code).toBe(0);
  const { code, stdout } = await verify('--head', head);
  expect([code, stdout]).toEqual([10, expect.stringContaining('Line 4 is missing')]);
});

test('neither its owner nor the API can change the audit', async () => {
  await append(2);
  for (const sql of ['update audit_events set result = result', 'delete from audit_events', 'truncate audit_events'])
    await expect(db.pool.query(sql)).rejects.toThrow(/rows are never changed/);
  for (const sql of ['insert into audit_events select * from audit_events', 'update audit_events set result = result'])
    await expect(
      db.transaction(async (tx) => {
        await tx.query('set local role app_superadmin');
        await tx.query(sql);
      }),
    ).rejects.toMatchObject({ code: '42501' });
});
