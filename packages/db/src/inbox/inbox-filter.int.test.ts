import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../connection/open-database.ts';
import { inboxConditions, type InboxFilter } from './inbox-filter.ts';

let db: Database;
beforeAll(async () => {
  db = openDatabase(process.env['DATABASE_URL']!, 'test of inbox-filter');
  await db.pool.query(`select ensure_inbox_partitions('2026-03-01', 3)`);
});
afterAll(async () => db[Symbol.asyncDispose]());

async function partitionsRead(filter: InboxFilter): Promise<string[]> {
  const { where, values } = inboxConditions(filter);
  const sql = `explain select id from twilio_webhook_inbox where ${where} order by id desc limit 50`;
  const { rows } = await db.pool.query<{ 'QUERY PLAN': string }>(sql, values);
  const names = rows.flatMap((row) => /twilio_webhook_inbox_(\d{8}|default)\b/.exec(row['QUERY PLAN'])?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

test.each([
  ['2026-03-01T23:00:00Z', '2026-03-02T01:00:00Z', ['20260301', '20260302']],
  ['2026-03-02T00:00:00Z', '2026-03-02T23:59:59.999Z', ['20260302']],
])('a window from %s to %s reads no other day', async (from, to, expected) => {
  const window = { receivedAfter: new Date(from), receivedBefore: new Date(to) };
  expect(await partitionsRead(window)).toEqual(expected);
  expect(await partitionsRead({ ...window, states: ['dead_letter', 'failed'], callSids: ['CA1'] })).toEqual(expected);
});

test('an empty filter matches every row', () => {
  expect(inboxConditions({})).toEqual({ where: 'true', values: [] });
});
