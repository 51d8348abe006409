import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { APP_RIGHTS, APPS_WITH_RIGHTS, loginOf, type AppRights, type AppWithRights } from '@trunkline/access';
import { openLogger } from '@trunkline/service';
import { findExcess } from './check-login.ts';
import { openAppDatabase } from './open-app-database.ts';
import { openDatabase, type Database } from './open-database.ts';

const { DATABASE_URL } = process.env as { DATABASE_URL: string };
const COMMANDS = ['select', 'insert', 'update', 'delete', 'truncate'] as const;
const log = openLogger('test', 'silent');

let owners: Database;
beforeAll(async () => {
  owners = openDatabase(DATABASE_URL, 'test');
  await owners.pool.query('create role test_owner login; create role test_maker login createrole');
});
afterAll(async () => {
  await owners.pool.query('drop role test_owner; drop role test_maker');
  await owners[Symbol.asyncDispose]();
});

function urlOf(login: string): string {
  const url = new URL(DATABASE_URL);
  url.username = login;
  return url.href;
}
const openAs = (login: string): Database => openDatabase(urlOf(login), 'test', { maxConnections: 1 });

describe.each(APPS_WITH_RIGHTS)('the login of %s', (app) => {
  test('may do what the list says, column by column, and nothing else', async () => {
    await using db = openAs(loginOf(app));
    expect(await findExcess(db.pool, app)).toBeUndefined();
    const { rows: columns } = await owners.pool.query<{ name: string; columns: string[] }>(COLUMNS);
    for (const { name, columns: all } of columns)
      for (const command of COMMANDS)
        expect([name, command, await allowed(db, name, command, all)]).toEqual([
          name,
          command,
          listed(app, name, command, all),
        ]);
  });

  test.each([
    'select * from context_keys',
    'select password_hash from profiles',
    'select secret_hash from api_keys',
    'select token_hash from sessions',
    'select key from erasure_key',
    'delete from audit_events',
    'delete from call_events',
    'truncate calls',
    'create table mine (id integer)',
    'create table bullmq.mine (id integer)',
    'set role app_superadmin',
    'set role trunkline_retention',
    'set role trunkline_api',
    `select sign_context('superadmin', '')`,
    `alter role trunkline_api password 'mine'`,
  ])('is refused: %s', async (sql) => {
    await using db = openAs(loginOf(app));
    await expect(db.pool.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/42501|23514/) });
  });
});

const COLUMNS = `
select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition group by 1`;

/** The columns on which the login may run the command; of one that knows none, all or none. */
async function allowed(db: Database, table: string, command: string, columns: readonly string[]): Promise<string[]> {
  if (command === 'delete' || command === 'truncate') {
    const { rows } = await db.pool.query<{ may: boolean }>('select has_table_privilege($1, $2) as may', [
      table,
      command,
    ]);
    return rows[0]!.may ? [...columns] : [];
  }
  const sql = 'select n as name from unnest($3::text[]) n where has_column_privilege($1, n, $2)';
  return (await db.pool.query<{ name: string }>(sql, [table, command, columns])).rows.map(({ name }) => name);
}

function listed(app: AppWithRights, table: string, command: string, columns: readonly string[]): string[] {
  const { tables }: AppRights = APP_RIGHTS[app];
  const use = tables[table]?.[command as 'select'] ?? [];
  return columns.filter((column) => use === 'all' || use.includes(column));
}

describe('a login that may do more', () => {
  test.each([
    ['a superuser', () => 'postgres', 'it is a superuser'],
    ['one that may create roles', () => 'test_maker', 'create roles'],
    ['the login of another app', () => loginOf('worker-status'), 'it may also'],
    ['the login of api', () => loginOf('api'), 'it is a member of app_'],
    ['the owner of a table', () => 'test_owner', 'it owns the tables'],
  ])('%s is found', async (_what, login, reason) => {
    await owners.pool.query('alter table contacts owner to test_owner');
    await using db = openAs(login());
    const found = await findExcess(db.pool, 'ingest');
    await owners.pool.query('alter table contacts owner to current_user');
    expect(found).toContain(reason);
    expect(found).toContain('log in as trunkline_ingest, to which npm run db:logins gives a password');
  });

  test('is found when a right is granted later, also on one column', async () => {
    await using db = openAs(loginOf('ingest'));
    await owners.pool.query('grant select (name) on profiles to trunkline_ingest');
    expect(await findExcess(db.pool, 'ingest')).toContain('select profiles (columns)');
    await owners.pool.query('revoke select (name) on profiles from trunkline_ingest');
    expect(await findExcess(db.pool, 'ingest')).toBeUndefined();
  });

  test('fails the start in production, and is warned of elsewhere', async () => {
    const start = (NODE_ENV: string) => openAppDatabase('ingest', { config: { DATABASE_URL, NODE_ENV }, log });
    await expect(start('production')).rejects.toMatchObject({
      name: 'EnvError',
      message: expect.stringContaining('superuser'),
    });
    await using db = await start('development');
    expect((await db.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await using own = await openAppDatabase('ingest', {
      config: { DATABASE_URL: urlOf(loginOf('ingest')), NODE_ENV: 'production' },
      log,
    });
    expect((await own.pool.query('select current_user as me')).rows).toEqual([{ me: 'trunkline_ingest' }]);
  });

  test('does not fail the start while Postgres is away', async () => {
    const config = { DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/none', NODE_ENV: 'production' };
    await using db = await openAppDatabase('ingest', { config, log });
    await expect(db.pool.query('select 1')).rejects.toThrow('ECONNREFUSED');
  });
});
