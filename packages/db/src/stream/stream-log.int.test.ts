import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { deleteExpiredStreamEvents, numberStreamEvents, readStreamBounds } from './stream-log.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => db.pool.query('truncate stream_events'));

const emit = (name: string) => db.pool.query(`select tell_stream($1, 'call', '1')`, [name]);
const names = async () =>
  (await db.pool.query<{ name: string }>('select name from stream_events where seq is not null order by seq')).rows.map(
    ({ name }) => name,
  );

test('a reader who sees a number sees all lower ones, with many processes writing and numbering', async () => {
  const lasts: number[] = [];
  const seen = new Map<number, number>();
  const ending = new AbortController();
  const watch = async () => {
    while (!ending.signal.aborted) {
      await numberStreamEvents(db.pool);
      const { rows } = await db.pool.query<{ last: number; count: number }>(
        'select coalesce(max(seq), 0)::int as last, count(seq)::int as count from stream_events',
      );
      const { last, count } = rows[0]!;
      expect(seen.get(last) ?? count).toBe(count); // nothing is inserted before a number that was read
      seen.set(last, count);
      lasts.push(last);
    }
  };
  const watching = [watch(), watch(), watch()];
  const write = async () => {
    for (let n = 0; n < 60; n++)
      await db.transaction(async (tx) => {
        await tx.query(`select tell_stream('call.updated', 'call', '1')`);
        await tx.query('select pg_sleep(random() * 0.005)'); // commits in another order
      });
  };
  await Promise.all([write(), write(), write(), write()]);
  ending.abort();
  await Promise.all(watching);
  await numberStreamEvents(db.pool);
  expect(await names()).toHaveLength(240);
  expect(lasts.length).toBeGreaterThan(10);
});

test('more events than one batch are numbered in one go', async () => {
  await db.pool.query(
    `insert into stream_events (name, entity, entity_id) select 'call.updated', 'call', n from generate_series(1, 4500) n`,
  );
  await numberStreamEvents(db.pool);
  const { first, last } = await readStreamBounds(db.pool);
  expect(last - first).toBe(4499);
});

test('events of a day are kept; older ones are deleted in the order of their numbers, and the last event stays', async () => {
  const emitAt = (name: string, hoursAgo: number) =>
    db.pool.query(
      `insert into stream_events (name, entity, entity_id, created_at) values ($1, 'call', '1', now() - interval '1 hour' * $2)`,
      [name, hoursAgo],
    );
  for (const [name, hours] of [
    ['a', 26],
    ['b', 25],
    ['c', 23],
    ['d', 25],
    ['e', 1],
  ] as const) {
    await emitAt(name, hours);
    await numberStreamEvents(db.pool);
  }
  await emitAt('not numbered', 30);
  expect([await deleteExpiredStreamEvents(db.pool, 1), await deleteExpiredStreamEvents(db.pool, 10)]).toEqual([1, 1]);
  expect(await names()).toEqual(['c', 'd', 'e']); // d began early and was committed late
  await db.pool.query(`update stream_events set created_at = now() - interval '2 days'`);
  expect(await deleteExpiredStreamEvents(db.pool, 10)).toBe(2);
  expect(await names()).toEqual(['e']);
});

test('an empty stream begins and ends at 0', async () => {
  expect(await readStreamBounds(db.pool)).toMatchObject({ first: 0, last: 0 });
  await emit('call.rolled_back');
  expect(await readStreamBounds(db.pool)).toMatchObject({ first: 0, last: 0 });
});
