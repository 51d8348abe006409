import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openQueue, chooseQueueBackend, callbacksQueue } from '@trunkline/queues';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, inboxStates, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { startApp, type AppProcess } from '../../../test/support/processes/processes.ts';
import { openTcpGate, type TcpGate } from '../../../test/support/processes/tcp-gate.ts';
import { startRedis, type RedisServer } from '../../../test/support/queue/redis.ts';

const { DATABASE_URL = '' } = process.env;
const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
let redis: RedisServer;
let gate: TcpGate;
let workers: AppProcess[];
beforeAll(async () => {
  redis = opened.use(await startRedis());
  gate = opened.use(await openTcpGate(redis.url));
  const env = { DATABASE_URL, REDIS_URL: gate.url, OWNED_PHONE_NUMBERS: '+16175006181' };
  workers = await Promise.all([1, 2].map(() => startApp('worker-status', { env })));
  for (const worker of workers) opened.use(worker);
}, 60_000);
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

const health = async (n: number) => (await fetch(`${workers[n]!.url}/health`)).json() as Promise<{ queue: string }>;
const states = (queue: RegExp) =>
  eventually(
    async () => {
      for (const n of workers.keys())
        expect(await health(n)).toMatchObject({ status: 'healthy', queue: expect.stringMatching(queue) });
    },
    { timeoutMs: 20_000 },
  );
const CALLS = Array.from({ length: 150 }, (_, n) => n);
const callbacks = (from: number) =>
  CALLS.flatMap((n) => [
    callbackToStore(progress(callSid(from + n), 'ringing', 1)),
    callbackToStore(progress(callSid(from + n), 'completed', 2, 9)),
  ]);
/** Events in all, and distinct callbacks among them, once nothing is left to apply. */
async function applied(): Promise<[events: number, callbacks: number]> {
  const left = async () => expect(Object.keys(await inboxStates(db))).toEqual(['completed']);
  await eventually(left, { timeoutMs: 20_000 });
  const { rows } = await db.pool.query<{ events: number; callbacks: number }>(
    'select count(*)::int as events, count(distinct inbox_id)::int as callbacks from call_events',
  );
  return [rows[0]!.events, rows[0]!.callbacks];
}

/** 0: without a limit. With a limit Redis refuses what needs memory, and answers everything else. */
async function limitMemory(bytes: number): Promise<void> {
  const client = new Redis(redis.url);
  await client.config('SET', 'maxmemory', `${bytes}`);
  client.disconnect();
}

test.each<[string, () => Promise<void>, () => Promise<void>]>([
  ['refuses connections', () => gate.shut(), () => gate.open()],
  ['does not answer', async () => gate.freeze(), () => gate.open()],
  ['has no memory left', () => limitMemory(1), () => limitMemory(0)],
])(
  'while Redis %s callbacks are applied from Postgres, once each, and from the queue when it is back',
  async (_what, away, back) => {
    await states(/^up$/);
    await away();
    await states(/^unavailable: work is done directly from Postgres/);
    await storeAll(db, callbacks(0));
    expect(await applied()).toEqual([300, 300]);
    await back();
    await states(/^up$/);
    const ids = await storeAll(db, callbacks(1000));
    await using queue = openQueue(callbacksQueue, chooseQueueBackend({ DATABASE_URL, REDIS_URL: gate.url }));
    await queue.reached();
    await queue.add([{ data: { ids } }]);
    expect(await applied()).toEqual([600, 600]);
  },
  90_000,
);
