import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { listMigrations, readMigration, readRelease } from '../../prisma/released.ts';
import { databaseUrl } from '../setup/database-url.ts';
import { compareSurfaces } from '../support/releases/compare-surfaces.ts';
import { readSurface, type Surface } from '../support/releases/read-surface.ts';
import { REVIEWED_CHANGES, REVIEWED_KINDS } from '../support/releases/reviewed-changes.ts';

const url = process.env['DATABASE_URL']!;
const RELEASED = `${new URL(url).pathname.slice(1)}_released`;
const release = readRelease();

const client = new pg.Client({ connectionString: url });
let before: Surface;
let now: Surface;
beforeAll(async () => {
  await client.connect();
  await client.query(`drop database if exists ${RELEASED}`);
  await client.query(`create database ${RELEASED}`);
  const released = new pg.Client({ connectionString: databaseUrl(url, RELEASED) });
  await released.connect();
  for (const name of Object.keys(release.migrations)) await released.query(readMigration(name));
  before = await readSurface(released);
  await released.end();
  now = await readSurface(client);
});
afterAll(async () => {
  await client.query(`drop database if exists ${RELEASED} with (force)`);
  await client.end();
});

test('the migrations of the last release are as they were released', () => {
  const all = listMigrations();
  const released = Object.keys(release.migrations);
  expect(Object.fromEntries(released.map((name) => [name, all[name]]))).toEqual(release.migrations);
  const later = Object.keys(all).filter((name) => !released.includes(name));
  expect(later.every((name) => name > released.at(-1)!)).toBe(true); // prisma applies them by name
});

test('processes of the last release run on the schema of this version', () => {
  expect(before.size).toBeGreaterThan(1500);
  const found = compareSurfaces(before, now);
  const isOfKind = (change: string) => REVIEWED_KINDS.some(({ changes }) => changes.test(change));
  expect(found.filter((change) => !isOfKind(change))).toEqual(Object.keys(REVIEWED_CHANGES).toSorted());
  expect(REVIEWED_KINDS.filter(({ changes }) => !found.some((change) => changes.test(change)))).toEqual([]);
});

test.each([
  ['drop table call_attempts', 'table call_attempts is gone'],
  ['alter table call_attempts rename to attempts', 'table call_attempts is gone'],
  ['alter table calls drop column price cascade', 'column calls.price is gone'],
  ['alter table calls rename column price to cost', 'column calls.price is gone'],
  ['alter table contacts alter column display_name type text', 'column contacts.display_name is another'],
  ['alter table contacts alter column display_name set not null', 'column contacts.display_name is another'],
  ['alter table call_attempts alter column created_at drop default', 'column call_attempts.created_at is another'],
  ['alter table contacts add column x text not null', 'column contacts.x is new and required'],
  [`alter table contacts add constraint x check (display_name <> '')`, 'constraint contacts.x is new'],
  ['create unique index x on contacts (display_name)', 'unique index contacts.x is new'],
  ['drop index call_events_inbox_id_key', 'unique index call_events.call_events_inbox_id_key is gone'],
  ['drop function next_inbox_id() cascade', 'function next_inbox_id() is gone'],
  ['revoke select on calls from trunkline_retention', 'privilege trunkline_retention select calls is gone'],
  ['drop policy calls_worker on calls', 'policy calls.calls_worker is gone'],
  ['create policy x on calls as restrictive using (false)', 'policy calls.x is new and restrictive'],
  ['alter table calls disable row level security', 'table calls is another'],
  [
    'create trigger x before insert on calls for each row execute function touch_updated_at()',
    'trigger calls.x is new',
  ],
  [
    'create or replace function touch_updated_at() returns trigger language plpgsql as $$ begin return null; end $$',
    'body of function touch_updated_at() is another',
  ],
])('%s is a change that running processes may not survive', async (sql, finding) => {
  await client.query('begin');
  try {
    await client.query(sql);
    const fresh = compareSurfaces(now, await readSurface(client));
    expect(fresh).toContain(finding);
  } finally {
    await client.query('rollback');
  }
});

test.each([
  'alter table contacts add column x text',
  `alter table contacts add column x text not null default ''`,
  'alter table contacts alter column phone_number drop not null',
  'create table x (id bigint primary key, y text not null check (y <> $$$$))',
  'create index x on contacts (display_name)',
  'grant select on calls to trunkline_retention',
  'create function x() returns text language sql as $$ select 1::text $$',
])('%s is compatible', async (sql) => {
  await client.query('begin');
  try {
    await client.query(sql);
    expect(compareSurfaces(now, await readSurface(client))).toEqual([]);
  } finally {
    await client.query('rollback');
  }
});
