import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { claimDueCallbacks, recordFailures } from '@trunkline/db/inbox';
import { callbacksQueue, chooseQueueBackend, openQueue, relayTick, startWorker } from '@trunkline/queues';
import { Redis } from 'ioredis';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { emptyTables, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { callbackRelay } from './relay-callbacks.ts';

const { DATABASE_URL = '', REDIS_URL = '' } = process.env;
const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));
const relay = callbackRelay(db, silentLog);

const callbacks = Array.from({ length: 120 }, (_, n) => callbackToStore(progress(callSid(n), 'ringing', 1)));
const makeDue = () => db.pool.query('update twilio_webhook_inbox set next_attempt_at = now()');

const flush = {
  redis: async () => {
    await using closing = new AsyncDisposableStack();
    await closing.adopt(new Redis(REDIS_URL), (redis) => redis.disconnect()).flushdb();
  },
  postgres: async () => {
    const sql = `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables
      where schemaname = 'bullmq' and tablename not like '%migration%'`;
    const [row] = (await db.pool.query<{ tables: string }>(sql)).rows;
    await db.pool.query(`truncate ${row!.tables}`);
  },
};

describe.each(['redis', 'postgres'] as const)('on %s', (kind) => {
  const backend = () => chooseQueueBackend(kind === 'redis' ? { REDIS_URL, DATABASE_URL } : { DATABASE_URL });

  test('a queue that was emptied loses nothing once the relay runs', async () => {
    await using queue = openQueue(callbacksQueue, backend());
    await eventually(() => queue.depth());
    const ids = await storeAll(db, callbacks);
    await queue.add([{ jobId: `in-${ids[0]}-0`, data: { ids } }]);
    await flush[kind]();
    expect(await queue.depth()).toBe(0);

    const tick = relayTick(relay, queue);
    await tick();
    expect(await queue.depth()).toBe(0); // not due yet: the first job may still be on its way
    await makeDue();
    await tick();
    await flush[kind]();
    await makeDue();
    await tick(); // the jobs of the first generation are gone, those of the second are new
    expect(await queue.depth()).toBe(3);
    const handled = new Set<string>();
    await using _worker = startWorker(
      callbacksQueue,
      backend(),
      async (data) => data.ids.forEach((id) => handled.add(id)),
      {
        concurrency: 2,
        onError: () => {},
        onGivenUp: async () => {},
        log: silentLog,
      },
    );
    await eventually(() => expect(handled.size).toBe(120), { timeoutMs: 20_000 });
    expect(handled).toEqual(new Set(ids));
  });
});

test('while the queue is deep or unavailable no generation is used up', async () => {
  await storeAll(db, callbacks);
  await makeDue();
  const added: unknown[] = [];
  const add = async (jobs: readonly unknown[]) => void added.push(...jobs);
  await relayTick(relay, { add, depth: async () => 101 })();
  const unavailable = () => Promise.reject(new Error('unavailable'));
  await expect(relayTick(relay, { add, depth: unavailable })()).rejects.toThrow('unavailable');
  expect(added).toEqual([]);
  expect((await db.pool.query('select max(generation) as spent from twilio_webhook_inbox')).rows).toEqual([
    { spent: 0 },
  ]);
});

test('two relays at once never claim the same row, and a claimed row is not due again at once', async () => {
  await storeAll(db, callbacks);
  await makeDue();
  const claimed = (await Promise.all([1, 2, 3].map(() => claimDueCallbacks(db.pool, 50)))).flat().map((row) => row.id);
  expect(new Set(claimed).size).toBe(claimed.length);
  expect(claimed).toHaveLength(120);
  expect(await claimDueCallbacks(db.pool, 50)).toEqual([]);
});

test('a row that is finished, dead or quarantined is never enqueued again', async () => {
  const ids = await storeAll(db, callbacks.slice(0, 4));
  for (const [n, state] of ['completed', 'dead_letter', 'quarantined', 'failed'].entries())
    await db.pool.query('update twilio_webhook_inbox set processing_status = $2 where id = $1', [ids[n], state]);
  await recordFailures(
    db.pool,
    ids.map((id) => ({ id, error: 'late' })),
  );
  await makeDue();
  expect(await claimDueCallbacks(db.pool, 10)).toEqual([{ id: ids[3], generation: 1, retryCount: 1 }]);
});
