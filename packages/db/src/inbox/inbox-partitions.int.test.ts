import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '../connection/open-database.ts';
import { dropInboxPartitions, ensureInboxPartitions, deleteExpiredDedupeKeys } from './inbox-partitions.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test', { maxConnections: 4 });
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await db.pool.query('truncate twilio_webhook_inbox, twilio_webhook_dedupe');
  await dropInboxPartitions(db.pool, -30);
});

const daysAgo = (days: number) => `inbox_id_floor((now() at time zone 'utc')::date - ${days})`;
const addRow = (days: number, status: string) =>
  db.pool.query(
    `insert into twilio_webhook_inbox (id, source, event_type, dedupe_key, payload, processing_status)
     values (${daysAgo(days)} + nextval('twilio_webhook_inbox_seq'), 'twilio_voice', 'call-status', '', '{}', $1)`,
    [status],
  );
const addDay = (days: number) =>
  db.pool.query(`select ensure_inbox_partitions((now() at time zone 'utc')::date - ${days}, 1)`);
const count = async (where: string) =>
  (await db.pool.query<{ count: number }>(`select count(*)::int from ${where}`)).rows[0]!.count;

test('eight partitions are created once, however many processes ask at the same time', async () => {
  const made = await Promise.all([1, 2, 3, 4].map(() => ensureInboxPartitions(db.pool)));
  expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 8]);
  expect(await ensureInboxPartitions(db.pool)).toBe(0);
});

test('a row of a day without a partition goes into the default one, and stays there when partitions are created', async () => {
  await addRow(0, 'pending');
  expect(await count('only twilio_webhook_inbox_default')).toBe(1);
  expect(await ensureInboxPartitions(db.pool)).toBe(7);
  expect(await count('twilio_webhook_inbox')).toBe(1);
});

test.each([
  ['completed', 1],
  ['quarantined', 1],
  ['pending', 0],
  ['failed', 0],
  ['dead_letter', 0],
])('a day past retention with a %s row: dropped = %i', async (status, dropped) => {
  await addDay(40);
  await addRow(40, status);
  expect(await dropInboxPartitions(db.pool, 30)).toBe(dropped);
  expect(await count('twilio_webhook_inbox')).toBe(1 - dropped);
});

test('days within retention are kept', async () => {
  await addDay(30);
  expect(await dropInboxPartitions(db.pool, 30)).toBe(0);
});

test('expired dedupe keys are deleted, at most so many at a time', async () => {
  const add = (key: number, days: number) =>
    db.pool.query(
      `insert into twilio_webhook_dedupe (key, inbox_id) values (md5('${key}')::uuid, ${daysAgo(days)} + 5)`,
    );
  for (const [key, days] of [91, 92, 93, 89, 0].entries()) await add(key, days);
  expect([await deleteExpiredDedupeKeys(db.pool, 90, 2), await deleteExpiredDedupeKeys(db.pool, 90, 2)]).toEqual([
    2, 1,
  ]);
  expect(await count('twilio_webhook_dedupe')).toBe(2);
});
