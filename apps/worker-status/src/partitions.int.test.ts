import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { callbacksQueue, chooseQueueBackend, openQueue, relayTick, type OpenQueue } from '@trunkline/queues';
import { claimDueCallbacks, dueCallbackJobs } from '@trunkline/db/inbox';
import { emptyTables, inboxStates, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { startApp, type AppProcess } from '../../../test/support/processes/processes.ts';
import { openTcpGate, type TcpGate } from '../../../test/support/processes/tcp-gate.ts';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';

const { DATABASE_URL = '', REDIS_URL = '' } = process.env;
const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
let gates: { redis: TcpGate; postgres: TcpGate };
let cutOff: AppProcess;
let queue: OpenQueue<{ ids: string[] }>;
beforeAll(async () => {
  gates = {
    redis: opened.use(await openTcpGate(REDIS_URL)),
    postgres: opened.use(await openTcpGate(DATABASE_URL)),
  };
  const env = { OWNED_PHONE_NUMBERS: '+16175006181' };
  const behindGates = { ...env, DATABASE_URL: gates.postgres.url, REDIS_URL: gates.redis.url };
  const [first] = await Promise.all(
    [behindGates, { ...env, DATABASE_URL, REDIS_URL }].map(async (each) =>
      opened.use(await startApp('worker-status', { env: each })),
    ),
  );
  cutOff = first!;
  queue = opened.use(openQueue(callbacksQueue, chooseQueueBackend({ DATABASE_URL, REDIS_URL })));
  await queue.reached();
});
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

const health = async () => (await fetch(`${cutOff.url}/health`)).json() as Promise<Record<string, unknown>>;
const applied = async () => {
  const sql = 'select count(*)::int as events, count(distinct inbox_id)::int as callbacks from call_events';
  return (await db.pool.query(sql)).rows[0];
};

/** Stores callbacks of `count` calls and adds jobs of ten rows. */
async function send(from: number, count: number): Promise<void> {
  const callbacks = Array.from({ length: count }, (_, n) => [
    callbackToStore(progress(callSid(from + n), 'ringing', 1)),
    callbackToStore(progress(callSid(from + n), 'completed', 2, 9)),
  ]).flat();
  const ids = await storeAll(db, callbacks);
  const jobs = Array.from({ length: Math.ceil(ids.length / 10) }, (_, n) => ({
    data: { ids: ids.slice(n * 10, n * 10 + 10) },
  }));
  await queue.add(jobs);
}

test.each([
  ['refuses connections', () => gates.redis.shut()],
  ['says nothing', async () => gates.redis.freeze()],
])(
  'a worker for which Redis %s works while another one gets jobs, and each callback is applied once',
  async (_what, cut) => {
    await eventually(async () => expect(await health()).toMatchObject({ queue: 'up' }));
    await cut();
    await send(0, 100);
    await eventually(async () =>
      expect(await health()).toMatchObject({ queue: expect.stringMatching(/^unavailable/) }),
    );
    await send(100, 100);
    await eventually(async () => expect(await inboxStates(db)).toEqual({ completed: 400 }));
    await gates.redis.open();
    await eventually(async () => expect(await health()).toMatchObject({ queue: 'up' }));
    await send(200, 50);
    await eventually(async () => expect(await inboxStates(db)).toEqual({ completed: 500 }));
    expect(await applied()).toEqual({ events: 500, callbacks: 500 });
  },
);

test('a worker that gets jobs and does not reach Postgres charges no row, and all are applied by the other or later', async () => {
  await gates.postgres.shut();
  await send(0, 150);
  const relay = {
    maxDepth: 100,
    claim: async () => dueCallbackJobs(await claimDueCallbacks(db.pool, 1000)),
  };
  await eventually(
    async () => {
      await db.pool.query(
        `update twilio_webhook_inbox set next_attempt_at = now() where processing_status = 'pending'`,
      );
      await relayTick(relay, queue)();
      expect(await inboxStates(db)).toEqual({ completed: 300 });
    },
    { timeoutMs: 60_000, everyMs: 1000 },
  );
  await gates.postgres.open();
  await eventually(async () => expect(await health()).toMatchObject({ status: 'healthy' }));
  expect(await applied()).toEqual({ events: 300, callbacks: 300 });
  const charged = await db.pool.query('select from twilio_webhook_inbox where retry_count > 0 or error is not null');
  expect(charged.rowCount).toBe(0);
});
