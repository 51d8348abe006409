import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { contextOf, loginOf, type Actor, type Role } from '@trunkline/access';
import type { PoolClient } from 'pg';
import { findPasswordHash } from '../identity/profiles.ts';
import { openSession } from '../identity/sessions.ts';
import { openDatabase, type Database } from './open-database.ts';
import { withActor } from './with-actor.ts';

const { DATABASE_URL } = process.env as { DATABASE_URL: string };
const url = new URL(DATABASE_URL);
url.username = loginOf('api');
const CLIENT: Actor = { id: '2f1c6c3e-5a4b-4a69-9a51-0d1f0a3e7c11', role: 'client' };
const SUPERADMIN: Actor = { id: '2f1c6c3e-5a4b-4a69-9a51-0d1f0a3e7c12', role: 'superadmin' };
const HASH = 'a'.repeat(64);

let owners: Database;
let api: Database;
beforeAll(async () => {
  owners = openDatabase(DATABASE_URL, 'test');
  api = openDatabase(url.href, 'test', { maxConnections: 4 });
  for (const { id, role } of [CLIENT, SUPERADMIN])
    await owners.pool.query(`insert into profiles (id, name, role, password_hash) values ($1, $2, $2, 'argon')`, [
      id,
      role,
    ]);
  await owners.pool.query(`insert into api_keys (prefix, secret_hash, profile_id, label) values ('k', $1, $2, 'key')`, [
    HASH,
    CLIENT.id,
  ]);
  await owners.pool.query(`insert into orders (client_id) values ($1)`, [CLIENT.id]);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await owners[Symbol.asyncDispose]();
});
/** The API's login, as injected SQL has it. */
let session: PoolClient;
beforeEach(async () => (session = await api.pool.connect()));
afterEach(() => session.release());

/** How many people the session sees with a role and a context that it sets itself. */
async function seenWith(role: Role, context: string): Promise<unknown> {
  await session.query('begin');
  await session.query(`select set_config('role', $1, true), set_config('app.context', $2, true)`, [
    `app_${role}`,
    context,
  ]);
  const { rows } = await session.query('select count(*)::int as people from profiles');
  await session.query('rollback');
  return rows[0];
}

const pidOf = (client: PoolClient): number => (client as PoolClient & { processID: number }).processID;

describe('an actor that was not signed', () => {
  test('is signed by withActor, and then sees what its role sees', async () => {
    const seen = (actor: Actor) =>
      withActor(api, actor, async (tx) => (await tx.query('select id from profiles')).rows);
    expect(await seen(SUPERADMIN)).toHaveLength(2);
    expect(await seen(CLIENT)).toEqual([{ id: CLIENT.id }]);
  });

  test.each([
    ['a role alone', () => ''],
    ['no signature', () => `superadmin ${SUPERADMIN.id}`],
    ['a wrong signature', () => `${'0'.repeat(64)} superadmin ${SUPERADMIN.id}`],
    ['the signature of another actor', () => altered(contextOf(api.sign, pidOf(session), CLIENT))],
    ['the context of another session', () => contextOf(api.sign, pidOf(session) + 1, SUPERADMIN)],
    ['a context with more words', () => `${contextOf(api.sign, pidOf(session), SUPERADMIN)} more`],
    ['a signature with another password', () => contextOf(() => HASH, pidOf(session), SUPERADMIN)],
  ])('%s shows nothing', async (_what, forge) => expect(await seenWith('superadmin', forge())).toEqual({ people: 0 }));

  test('a signed client is none of the other roles', async () => {
    const context = contextOf(api.sign, pidOf(session), CLIENT);
    expect(await seenWith('superadmin', context)).toEqual({ people: 0 });
  });

  test('writes nothing', async () => {
    await session.query('begin');
    await session.query('set local role app_superadmin');
    await expect(session.query(`insert into profiles (name, role) values ('me', 'superadmin')`)).rejects.toThrow(
      'row-level security',
    );
    await session.query('rollback');
    const change = `update profiles set role = 'superadmin' where id = '${CLIENT.id}'`;
    await session.query('begin; set local role app_superadmin');
    expect((await session.query(change)).rowCount).toBe(0);
    await session.query('rollback');
  });

  test('cannot read the context of a session of the same login', async () => {
    await withActor(api, SUPERADMIN, async () => {
      const { rows } = await session.query(`select query from pg_stat_activity where usename = session_user`);
      expect(rows.map(({ query }) => query as string).join()).not.toMatch(/[0-9a-f]{64}/);
    });
  });

  const altered = (context: string): string => context.replace(`client ${CLIENT.id}`, `superadmin ${SUPERADMIN.id}`);
});

describe('the API’s login', () => {
  test.each([
    'select password_hash from profiles',
    'select p from profiles p',
    'select secret_hash from api_keys',
    'select token_hash from sessions',
    'select token_hash from login_links',
    'select inner_pad from context_keys',
    `insert into sessions (token_hash, profile_id, expires_at) values ('x', '${SUPERADMIN.id}', now())`,
    `insert into login_links (token_hash, profile_id, expires_at) values ('x', '${SUPERADMIN.id}', now())`,
    `select sign_claim('check')`,
    `select sign_context('superadmin', '')`,
    `select open_session('x', '${SUPERADMIN.id}', 'x')`,
    `select ensure_inbox_partitions(current_date, 1)`,
  ])('is refused: %s', async (sql) => {
    for (const role of ['none', 'app_superadmin']) {
      await session.query(`begin; set local role ${role}`);
      await expect(session.query(sql)).rejects.toMatchObject({ code: '42501' });
      await session.query('rollback');
    }
  });

  test('gets a hash of a password by its signature alone', async () => {
    const { rows } = await session.query(`select * from password_of('client', null, $1)`, [
      api.sign('password_of name superadmin'),
    ]);
    expect(rows).toEqual([]);
    expect(await findPasswordHash(api, { name: 'client' })).toEqual({ id: CLIENT.id, passwordHash: 'argon' });
    expect(await findPasswordHash(api, { id: CLIENT.id!.toUpperCase() })).toMatchObject({ passwordHash: 'argon' });
    expect(await findPasswordHash(api, { name: 'nobody' })).toBeUndefined();
  });

  test('opens sessions that it signed', async () => {
    await api.transaction((tx) => openSession(tx, HASH, CLIENT.id!));
    const { rows } = await owners.pool.query('select profile_id as id from sessions where token_hash = $1', [HASH]);
    expect(rows).toEqual([{ id: CLIENT.id }]);
  });
});
