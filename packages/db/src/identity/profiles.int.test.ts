import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROLES, type Actor, type Role } from '@trunkline/access';
import { openDatabase } from '../connection/open-database.ts';
import { unscoped, withActor } from '../connection/with-actor.ts';
import { createProfile } from './profiles.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test');
const actors = {} as Record<Role, Actor>;
beforeAll(async () => {
  for (const role of ROLES) {
    const person = await createProfile(unscoped(db), { name: role, role, phoneNumber: null, passwordHash: 'hash' });
    actors[role] = { id: person!.id, role };
  }
});
afterAll(async () => db[Symbol.asyncDispose]());

/** Runs unguarded SQL as this role: the number of affected rows, or the SQLSTATE of the refusal. */
const attempt = (role: Role, sql: string, values: unknown[] = []): Promise<number | string> =>
  withActor(db, actors[role], (tx) => tx.query(sql, values)).then(
    ({ rowCount }) => rowCount ?? 0,
    (error: { code: string }) => error.code,
  );
const REFUSED = '42501';
const others: readonly Role[] = ROLES.filter((role) => role !== 'superadmin');

describe('the database alone, without the API’s guards,', () => {
  test.each(others)('lets no %s create a superadmin, nor become one', async (role) => {
    const insert = `insert into profiles (name, role) values ('made by ${role}', 'superadmin')`;
    expect(await attempt(role, insert)).toBe(REFUSED);
    expect(await attempt(role, `update profiles set role = 'superadmin' where id = $1`, [actors[role].id])).toBe(
      REFUSED,
    );
  });

  test.each(others)('lets no %s change or remove a superadmin, or make a key of one', async (role) => {
    const { id } = actors.superadmin;
    const touched = [
      await attempt(role, 'update profiles set phone_number = null where id = $1', [id]),
      await attempt(role, 'delete from profiles where id = $1', [id]),
    ];
    expect(touched.filter((outcome) => outcome !== 0 && outcome !== REFUSED)).toEqual([]);
    const key = `insert into api_keys (prefix, secret_hash, profile_id, label) values ('prefix', 'hash', $1, 'x')`;
    expect(await attempt(role, key, [id])).toBe(REFUSED);
  });

  test.each(['monitor', 'reader', 'client'] as const)(
    'lets a %s change the own number, and nothing else',
    async (role) => {
      const { id } = actors[role];
      expect(await attempt(role, `update profiles set phone_number = '+16175550100' where id = $1`, [id])).toBe(1);
      expect(await attempt(role, `update profiles set phone_number = '1' where id <> $1`, [id])).toBe(0);
      for (const change of [`role = 'admin'`, 'is_active = true', `name = 'x'`, 'id = gen_random_uuid()'])
        expect([change, await attempt(role, `update profiles set ${change} where id = $1`, [id])]).toEqual([
          change,
          REFUSED,
        ]);
    },
  );

  test('refuses an actor whose role was changed meanwhile', async () => {
    await db.pool.query(`update profiles set role = 'client' where id = $1`, [actors.monitor.id]);
    expect(await attempt('monitor', 'update profiles set phone_number = null where id = $1', [actors.monitor.id])).toBe(
      0,
    );
    await db.pool.query(`update profiles set role = 'monitor' where id = $1`, [actors.monitor.id]);
  });

  test.each(ROLES)('shows no %s a password, a secret, a session or a link', async (role) => {
    for (const sql of [
      'select password_hash from profiles',
      'select secret_hash from api_keys',
      'select * from sessions',
      'select * from login_links',
    ])
      expect([sql, await attempt(role, sql)]).toEqual([sql, REFUSED]);
  });

  test('shows a reader and a client only themselves', async () => {
    for (const role of ['reader', 'client'] as const) {
      const { rows } = await withActor(db, actors[role], (tx) => tx.query('select id from profiles'));
      expect(rows).toEqual([{ id: actors[role].id }]);
    }
  });
});
