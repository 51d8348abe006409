import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openDatabase } from '../connection/open-database.ts';
import { storeCallbacks } from './store-callbacks.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test', { maxConnections: 9 });
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => db.pool.query('truncate twilio_webhook_inbox, twilio_webhook_dedupe'));

const callback = (n: number, copies = 1) => callbackToStore(progress(callSid(n), 'ringing', 1), { copies });
const rows = async (sql: string) => (await db.pool.query(sql)).rows;

test('a callback is stored once and its copies are counted', async () => {
  const [first] = await storeCallbacks(db.pool, [callback(1)]);
  const [again, other] = (await storeCallbacks(db.pool, [callback(1, 2), callback(2)])).toSorted((a, b) => a.n - b.n);
  expect(first).toMatchObject({ n: 0, isNew: true });
  expect(again).toEqual({ n: 0, id: first!.id, isNew: false });
  expect(other).toMatchObject({ n: 1, isNew: true });
  expect(await rows('select copies from twilio_webhook_dedupe order by copies desc')).toEqual([
    { copies: 3 },
    { copies: 1 },
  ]);
});

test('a callback with several copies in its first batch is new', async () => {
  expect(await storeCallbacks(db.pool, [callback(1, 4)])).toMatchObject([{ isNew: true }]);
});

test('a copy received after midnight is counted on the row of the day before', async () => {
  const [first] = await storeCallbacks(db.pool, [callback(1)]);
  await db.pool.query(`select ensure_inbox_partitions((now() at time zone 'utc')::date - 1, 1)`);
  const yesterday = '100000000000';
  await db.pool.query(`update twilio_webhook_dedupe set inbox_id = inbox_id - ${yesterday}`);
  await db.pool.query(`update twilio_webhook_inbox set id = id - ${yesterday}`);
  const [again] = await storeCallbacks(db.pool, [callback(1)]);
  expect(again).toEqual({ n: 0, id: String(BigInt(first!.id) - BigInt(yesterday)), isNew: false });
  expect(await rows('select tableoid::regclass::text as day from twilio_webhook_inbox')).toEqual([
    { day: expect.not.stringContaining('default') },
  ]);
});

test('eight writers with overlapping batches in any order store each callback once and count every copy', async () => {
  const keys = Array.from({ length: 40 }, (_, n) => n);
  const batchOf = (writer: number, round: number) => keys.filter((n) => (n + round) % 3 !== writer % 3);
  const orders = [
    (n: number[]) => n,
    (n: number[]) => n.toReversed(),
    (n: number[]) => [...n.slice(n.length / 2), ...n.slice(0, n.length / 2)],
  ];
  const write = async (writer: number): Promise<string[]> => {
    const fresh: string[] = [];
    for (let round = 0; round < 6; round++) {
      const batch = orders[(writer + round) % 3]!(batchOf(writer, round)).map((n) => callback(n));
      for (const { id, isNew } of await storeCallbacks(db.pool, batch)) if (isNew) fresh.push(id);
    }
    return fresh;
  };
  const fresh = (await Promise.all(keys.slice(0, 8).map(write))).flat();
  const sent = keys.slice(0, 8).flatMap((writer) => [0, 1, 2, 3, 4, 5].flatMap((round) => batchOf(writer, round)));
  expect(fresh).toHaveLength(40);
  expect(new Set(fresh).size).toBe(40);
  expect(await rows('select count(*)::int, count(distinct dedupe_key)::int as keys from twilio_webhook_inbox')).toEqual(
    [{ count: 40, keys: 40 }],
  );
  expect(await rows('select sum(copies)::int as copies from twilio_webhook_dedupe')).toEqual([{ copies: sent.length }]);
});

test('a batch that Postgres refuses leaves nothing behind, not even a key that would hide the next delivery', async () => {
  const bad = callbackToStore({ CallerCity: 'a\0b' });
  await expect(storeCallbacks(db.pool, [callback(1), bad])).rejects.toThrow('unsupported Unicode escape');
  expect(await rows('select count(*)::int from twilio_webhook_dedupe')).toEqual([{ count: 0 }]);
  expect(await storeCallbacks(db.pool, [callback(1)])).toMatchObject([{ isNew: true }]);
});
