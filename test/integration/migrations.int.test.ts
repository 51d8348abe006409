import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { prisma } from '../../apps/local/src/postgres/migrate.ts';
import { databaseUrl } from '../setup/database-url.ts';
import { eventually } from '../support/eventually.ts';

const url = process.env['DATABASE_URL']!;
const drift = () =>
  prisma(url, 'migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma', '--exit-code');

let client: pg.Client;
beforeEach(async () => {
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterEach(() => client.end());

test('deploying again changes nothing', async () => {
  const applied = 'select migration_name, finished_at, applied_steps_count from _prisma_migrations order by 1';
  const before = await client.query(applied);
  const { code, output } = await prisma(url, 'migrate', 'deploy');
  expect(output).toContain('No pending migrations to apply');
  expect(code).toBe(0);
  expect((await client.query(applied)).rows).toEqual(before.rows);
});

test('the migrations build exactly the schema of schema.prisma, and a stray column is noticed', async () => {
  expect(await drift()).toEqual({ code: 0, output: expect.stringContaining('No difference detected') });
  await client.query('alter table calls add column stray text');
  expect(await drift()).toEqual({ code: 2, output: expect.stringContaining('stray') });
});

test('a drift check that cannot run fails: the engine panics, or the database is unreachable', async () => {
  const args = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma', '--exit-code'];
  const unreachable = await prisma('postgresql://postgres@127.0.0.1:1/nowhere', ...args);
  expect(unreachable.code).toBe(1);
  process.env['FORCE_PANIC_SCHEMA_ENGINE'] = '1';
  const panicked = await drift();
  delete process.env['FORCE_PANIC_SCHEMA_ENGINE'];
  expect(panicked.code).toBe(1);
});

test('deploying creates the database when it is missing', async () => {
  const missing = databaseUrl(url, `${new URL(url).pathname.slice(1)}_new`);
  await client.query(`drop database if exists ${new URL(missing).pathname.slice(1)}`);
  const { code, output } = await prisma(missing, 'migrate', 'deploy');
  await client.query(`drop database ${new URL(missing).pathname.slice(1)} with (force)`);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('successfully applied') });
});

const killed = async (name: string, end: () => Promise<unknown>): Promise<void> => {
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and wait_event_type = 'Lock'`;
  await eventually(async () => expect((await client.query(kill)).rowCount).toBe(1), { timeoutMs: 60_000 });
  await end();
};

test('a migration that meets the lock of another session is tried again, and applied once it ends', async () => {
  const name = `${new URL(url).pathname.slice(1)}_locked`;
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  const other = new pg.Client({ connectionString: databaseUrl(url, name) });
  await other.connect();
  await other.query('begin');
  await other.query('create table calls ()'); // the first migration creates it too, and waits for us
  const deployed = prisma(databaseUrl(url, name), 'migrate', 'deploy');
  const waiting = `select 1 from pg_stat_activity where datname = '${name}' and wait_event_type = 'Lock'`;
  for (const count of [1, 0, 1])
    await eventually(async () => expect((await client.query(waiting)).rowCount).toBe(count), { timeoutMs: 60_000 });
  await other.query('rollback');
  await other.end();
  expect(await deployed).toEqual({ code: 0, output: expect.stringContaining('successfully applied') });
  await client.query(`drop database ${name} with (force)`);
});

test('where a migration and a session wait for each other, the session gives up, and the migration is applied', async () => {
  const name = `${new URL(url).pathname.slice(1)}_circle`;
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  const other = new pg.Client({ connectionString: databaseUrl(url, name) });
  await other.connect();
  await other.query('begin');
  await other.query('create table calls ()');
  const deployed = prisma(databaseUrl(url, name), 'migrate', 'deploy');
  const waiting = `select 1 from pg_stat_activity where datname = '${name}' and wait_event_type = 'Lock'`;
  await eventually(async () => expect((await client.query(waiting)).rowCount).toBe(1), { timeoutMs: 60_000 });
  // The migration has made this table already, and waits for us.
  await expect(other.query('create table twilio_webhook_dedupe ()')).rejects.toMatchObject({ code: '40P01' });
  await other.query('rollback');
  await other.end();
  expect(await deployed).toEqual({ code: 0, output: expect.stringContaining('successfully applied') });
  await client.query(`drop database ${name} with (force)`);
});

test.each<[string, string, (name: string, end: () => Promise<unknown>) => Promise<unknown>]>([
  ['is killed within a migration', '', killed],
  ['waits too long for a lock of another session', 'lock timeout', async () => {}],
])('a deployment that %s is continued by the next one', async (_what, said, interrupt) => {
  const name = `${new URL(url).pathname.slice(1)}_interrupted`;
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  const target = databaseUrl(url, name);
  const other = new pg.Client({ connectionString: target });
  await other.connect();
  await other.query('begin');
  await other.query('create table calls ()'); // the first migration creates it too, and waits for us
  const first = prisma(target, 'migrate', 'deploy');
  await interrupt(name, () => other.query('rollback'));
  expect(await first).toMatchObject({ code: 1, output: expect.stringContaining(said) });
  await other.query('rollback');

  const next = await prisma(target, 'migrate', 'deploy');
  const { rows } = await other.query(
    'select 1 from _prisma_migrations where finished_at is null and rolled_back_at is null',
  );
  await other.end();
  await client.query(`drop database ${name} with (force)`);
  expect(next).toEqual({ code: 0, output: expect.stringContaining('successfully applied') });
  expect(rows).toEqual([]);
});
