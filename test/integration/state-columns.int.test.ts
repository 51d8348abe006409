import { afterAll, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { SIREN_ALERT_SECONDS } from '@trunkline/telephony/live-control';
import { readFileSync } from 'node:fs';
import { readColumns } from '../../prisma/read-columns.ts';
import { FREE_COLUMNS, INDEX_STATES, LIST_COLUMNS, MACHINE_COLUMNS } from '../support/db/state-columns.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test of state columns');
afterAll(async () => db[Symbol.asyncDispose]());

const query = async <Row extends object>(sql: string): Promise<Row[]> => (await db.pool.query<Row>(sql)).rows;

/** The literals of an SQL expression, sorted. */
const literalsIn = (sql: string): string[] =>
  [...sql.matchAll(/'((?:[^']|'')*)'::(?:text|character varying)/g)].map(([, text]) => text!).toSorted();

const LISTS: Readonly<Record<string, readonly string[]>> = {
  ...LIST_COLUMNS,
  ...Object.fromEntries(Object.entries(MACHINE_COLUMNS).map(([column, { states }]) => [column, states])),
};
const sorted = (lists: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.toSorted()]));

/** Every check constraint that limits one column to a list; partitions inherit theirs. */
const CHECKS = `
select c.relname || '.' || a.attname as name, pg_get_constraintdef(k.oid) as sql
from pg_constraint k join pg_class c on c.oid = k.conrelid and not c.relispartition and c.relnamespace = 'public'::regnamespace
join pg_attribute a on a.attrelid = c.oid and k.conkey = array[a.attnum]
where k.contype = 'c' and pg_get_constraintdef(k.oid) like '%ANY (ARRAY[%'`;

test('each check constraint over a list has the states of packages/telephony, and each list has its constraint', async () => {
  const checks = await query<{ name: string; sql: string }>(CHECKS);
  expect(Object.fromEntries(checks.map(({ name, sql }) => [name, literalsIn(sql)]))).toEqual(sorted(LISTS));
});

test('a column named like a state has a list, or a reason to have none', () => {
  const schema = readColumns(readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8'));
  const named = [...schema].flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`));
  const states = named.filter((name) => /(?:^|[._])(?:state|status|custody|consent|class)$/.test(name));
  const known = [...Object.keys(LISTS), ...Object.keys(FREE_COLUMNS), ...NUMBERS];
  expect(states.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !named.includes(name))).toEqual([]);
});

/** HTTP statuses. */
const NUMBERS = ['idempotency_keys.status', 'rejected_requests.response_status', 'webhook_deliveries.response_status'];

const DEFAULTS = `
select c.relname || '.' || a.attname as name, pg_get_expr(d.adbin, d.adrelid) as sql
from pg_attrdef d join pg_class c on c.oid = d.adrelid and not c.relispartition and c.relnamespace = 'public'::regnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum`;

test('the default of a column is a state in which a row may start', async () => {
  const defaults = new Map((await query<{ name: string; sql: string }>(DEFAULTS)).map(({ name, sql }) => [name, sql]));
  for (const [column, { starts }] of Object.entries(MACHINE_COLUMNS))
    for (const literal of literalsIn(defaults.get(column) ?? ''))
      expect([column, starts.map(({ to }) => to)]).toEqual([column, expect.arrayContaining([literal])]);
});

test('a new siren is alerted again after the same time as one that is alerted', async () => {
  const defaults = await query<{ name: string; sql: string }>(DEFAULTS);
  const nextAlertAt = defaults.find(({ name }) => name === 'siren_alerts.next_alert_at')!.sql;
  const [row] = await query<{ seconds: number }>(
    `select extract(epoch from ${nextAlertAt} - now())::float8 as seconds`,
  );
  expect(row!.seconds).toBe(SIREN_ALERT_SECONDS);
});

const INDEXES = `
select c.relname as name, pg_get_expr(i.indpred, i.indrelid) as sql
from pg_index i join pg_class c on c.oid = i.indexrelid and not c.relispartition and c.relnamespace = 'public'::regnamespace
where i.indpred is not null and pg_get_expr(i.indpred, i.indrelid) like '%ANY (ARRAY[%'`;

test('each partial index over states holds the states that its queries interpolate', async () => {
  const indexes = await query<{ name: string; sql: string }>(INDEXES);
  const found = indexes.map(({ name, sql }) => [name, literalsIn(/ARRAY\[.*?\]/.exec(sql)![0])]);
  expect(Object.fromEntries(found)).toEqual(sorted(INDEX_STATES));
});
