import { afterEach, expect, test } from '@jest/globals';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';
import { setHostileDefaults } from '../../../../test/support/db/hostile-defaults.ts';
import { findUnpinned } from './find-unpinned.ts';
import { isTransient } from './describe-outage.ts';
import { LoginRefusedError, openDatabase } from './open-database.ts';

const { DATABASE_URL = '' } = process.env;
const { pathname, username } = new URL(DATABASE_URL);
const ROLE_HERE = `alter role ${username} in database ${pathname.slice(1)}`;

/** Runs `work` on one plain connection. */
async function on<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  await on({ connectionString: DATABASE_URL }, (client) => client.query(`${ROLE_HERE} reset all`));
});

test('no default of the database or the role reaches a session of ours', async () => {
  await setHostileDefaults(DATABASE_URL);
  await using db = openDatabase(DATABASE_URL, 'test');
  const sql = `
    select now() as at, '1 day -02:00'::interval as span, '{"a",null}'::text[] as list, 0.1::float8 + 0.2 as sum,
      $1::text[] as given, 'a\\b' as text, 'é' as letter, current_setting('transaction_isolation') as isolation`;
  const { rows } = await db.pool.query(sql, [['x', null]]);
  expect(rows).toEqual([
    {
      at: expect.any(Date),
      span: expect.objectContaining({ days: 1, hours: -2 }),
      list: ['a', null],
      sum: 0.30000000000000004,
      given: ['x', null],
      text: 'a\\b',
      letter: 'é',
      isolation: 'read committed',
    },
  ]);
  const at = new Date('2026-03-04T05:06:07.089Z');
  await db.transaction(async ({ prisma }) => {
    const { id } = await prisma((models) =>
      models.contact.create({ data: { phoneNumber: '+16175550100', createdAt: at, updatedAt: at } }),
    );
    expect(await prisma((models) => models.contact.findUnique({ where: { id } }))).toMatchObject({ createdAt: at });
  });
});

test('a lock, a statement and a forgotten transaction have a time limit of the server', async () => {
  await using db = openDatabase(DATABASE_URL, 'test', { queryTimeoutMs: 1500, lockTimeoutMs: 800 });
  const sql = `select name, setting::int from pg_settings
    where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout') order by name`;
  const { rows } = await db.pool.query<{ name: string; setting: number }>(sql);
  expect(rows.map(({ setting }) => setting)).toEqual([60_000, 800, 1500]);
  const cut = await db.pool.query('select pg_sleep(20)').catch((error: unknown) => error);
  expect(isTransient(cut)).toBe(true);
});

test('a session whose settings were dropped on the way is refused, with the reason', async () => {
  const { settings } = pinnedSession('');
  expect(await on(pinnedSession(DATABASE_URL), (client) => findUnpinned(client, settings))).toBeUndefined();
  await setHostileDefaults(DATABASE_URL);
  const reason = await on({ connectionString: DATABASE_URL }, (client) => findUnpinned(client, settings));
  expect(reason).toMatch(
    /^Postgres did not receive .*DateStyle is German, DMY.* pooler .* Connect to Postgres directly/,
  );
});

test('a role whose triggers are off gets no session, and its work is retried later', async () => {
  await on(pinnedSession(DATABASE_URL), (client) =>
    client.query(`${ROLE_HERE} set session_replication_role to replica`),
  );
  await using db = openDatabase(DATABASE_URL, 'test');
  const failure = await db.pool.query('select 1').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LoginRefusedError);
  expect(String(failure)).toMatch(/Triggers are off .*alter role .* reset session_replication_role/);
  expect(isTransient(failure)).toBe(true);
});
