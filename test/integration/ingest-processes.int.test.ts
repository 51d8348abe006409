import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { callbacksQueue, chooseQueueBackend, openQueue, relayTick } from '@trunkline/queues';
import { Redis } from 'ioredis';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callbackRelay } from '../../apps/worker-reconcile/src/relay-callbacks.ts';
import { emptyTables, inboxStates, openTestDatabase } from '../support/db/inbox.ts';
import { applyPending } from '../support/db/store-and-apply.ts';
import { eventually } from '../support/eventually.ts';
import { startApp, type AppProcess } from '../support/processes/processes.ts';
import { openTcpGate, type TcpGate } from '../support/processes/tcp-gate.ts';
import { silentLog } from '../support/silent-log.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';
import { postSigned, signerOf } from '../support/twilio/post-signed.ts';

const { DATABASE_URL = '', REDIS_URL = '' } = process.env;
const PATH = '/webhooks/twilio/voice-status';
const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
const sign = signerOf('https://calls.example.com', 'token');
let postgres: TcpGate;
let redis: TcpGate;
let copies: [AppProcess, AppProcess];
beforeAll(async () => {
  postgres = opened.use(await openTcpGate(DATABASE_URL));
  redis = opened.use(await openTcpGate(REDIS_URL));
  const start = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
    opened.defer(() => rm(folder, { recursive: true }));
    const env = {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      WEBHOOK_BASE_URL: 'https://calls.example.com',
      TWILIO_AUTH_TOKEN: 'token',
      SPOOL: 'all',
      SPOOL_DIR: folder,
    };
    return opened.use(await startApp('ingest', { env }));
  };
  copies = await Promise.all([start(), start()]);
});
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

const post = (app: AppProcess, n: number, signal?: AbortSignal) =>
  postSigned(app.url, sign, PATH, progress(callSid(n), 'ringing', 1), {}, signal);
/** The status of an answer; undefined where there was none. */
const statusOf = (answer: Promise<Response>): Promise<number | undefined> =>
  answer.then(
    ({ status }) => status,
    () => undefined,
  );
const countRows = async () => (await db.pool.query('select from twilio_webhook_inbox')).rowCount;
const copiesOf = async (n: number) =>
  (
    await db.pool.query(
      'select d.copies from twilio_webhook_dedupe d join twilio_webhook_inbox i on i.id = d.inbox_id where call_sid = $1',
      [callSid(n)],
    )
  ).rows;

test.each([
  ['before its insert', 'freeze', 0, 1],
  ['after its commit', 'mute', 1, 2],
] as const)(
  'ingest that is killed %s has not acknowledged a callback, and the next attempt is one row, applied once',
  async (_when, trap, before, after) => {
    const [ingest] = copies;
    const caught = postgres.trap(callSid(1), trap);
    const answer = statusOf(post(ingest, 1));
    await caught;
    await eventually(async () => expect(await countRows()).toBe(before));
    await ingest.kill('SIGKILL');
    expect(await answer).not.toBe(204);
    await postgres.open();
    await ingest.restart();
    expect(await statusOf(post(ingest, 1))).toBe(204);
    await eventually(async () => expect(await copiesOf(1)).toEqual([{ copies: after }]));
    await applyPending(db);
    expect((await db.pool.query('select from call_events')).rowCount).toBe(1);
  },
);

test('ingest that is killed after its answer leaves a row without a job, which the relay enqueues', async () => {
  const [ingest] = copies;
  await using queue = openQueue(callbacksQueue, chooseQueueBackend({ DATABASE_URL, REDIS_URL }));
  await eventually(() => queue.depth());
  const depth = await queue.depth();
  redis.freeze();
  expect(await statusOf(post(ingest, 1))).toBe(204);
  await ingest.kill('SIGKILL');
  await redis.open();
  expect([await inboxStates(db), await queue.depth()]).toEqual([{ pending: 1 }, depth]);
  await db.pool.query('update twilio_webhook_inbox set next_attempt_at = now()');
  await relayTick(callbackRelay(db, silentLog), queue)();
  expect(await queue.depth()).toBe(depth + 1);
  await ingest.restart();
});

test('Redis holds the ids of callbacks, and nothing of what they say', async () => {
  const fields = { ...progress(callSid(1), 'ringing', 1), CallerName: 'Canary Bird', FromCity: 'CANARYTON' };
  expect((await postSigned(copies[0].url, sign, PATH, fields)).status).toBe(204);
  const [id] = (await db.pool.query<{ id: string }>('select id::text from twilio_webhook_inbox')).rows;
  await using closing = new AsyncDisposableStack();
  const client = closing.adopt(new Redis(REDIS_URL), (open) => open.disconnect());
  await eventually(async () => expect(await readAll(client)).toContain(id!.id));
  const text = await readAll(client);
  const said = Object.entries(fields).filter(
    ([name, value]) => /From|To|Caller|CallSid|AccountSid/.test(name) && value,
  );
  expect(said.length).toBeGreaterThan(4);
  expect(said.filter(([, value]) => text.includes(value.replace('+', '')))).toEqual([]);
});

/** Every key of a Redis database with its value, as text. */
async function readAll(client: Redis): Promise<string> {
  const texts: string[] = [];
  for (const key of await client.keys('*')) {
    const read: Record<string, () => Promise<unknown>> = {
      string: () => client.get(key),
      hash: () => client.hgetall(key),
      list: () => client.lrange(key, 0, -1),
      set: () => client.smembers(key),
      zset: () => client.zrange(key, 0, '-1', 'WITHSCORES'),
      stream: () => client.xrange(key, '-', '+'),
    };
    texts.push(key, JSON.stringify(await read[await client.type(key)]?.()));
  }
  return texts.join('\n');
}

test.each([
  ['refuses connections', () => redis.shut()],
  ['says nothing', async () => redis.freeze()],
])('while Redis %s every callback is stored and acknowledged', async (_what, strike) => {
  await strike();
  const all = Array.from({ length: 200 }, (_, n) => n); // more than the adds that may wait for Redis
  expect(await Promise.all(all.map((n) => statusOf(post(copies[0], n))))).toEqual(all.map(() => 204));
  await eventually(async () => expect(await countRows()).toBe(200)); // a slow commit goes by the disk
  await redis.open();
});

/**
 * Posts callbacks to both copies in turn until it is stopped. As a load balancer does, it sends one that got no answer to
 * the other copy. Every status is kept.
 */
function balance() {
  const stopping = new AbortController();
  const statuses: number[] = [];
  let sent = 0;
  const deliver = async (n: number): Promise<void> => {
    for (let attempt = n; ; attempt++) {
      const status = await statusOf(post(copies[attempt % 2]!, n, AbortSignal.timeout(3000)));
      if (status !== undefined) return void statuses.push(status);
    }
  };
  const lane = async (): Promise<void> => {
    while (!stopping.signal.aborted) await deliver((sent += 1));
  };
  const lanes = Promise.all(Array.from({ length: 8 }, lane));
  return {
    more: (count: number) => {
      const goal = statuses.length + count;
      return eventually(() => expect(statuses.length).toBeGreaterThanOrEqual(goal));
    },
    async stop() {
      stopping.abort();
      await lanes;
      return { sent, statuses: [...new Set(statuses)] };
    },
  };
}

/** A request whose body is not complete; ingest has read its head. */
async function openHalf(app: AppProcess, n: number): Promise<{ finish(): Promise<number | undefined> }> {
  const fields = progress(callSid(n), 'ringing', 1);
  const body = new URLSearchParams(fields).toString();
  const half: ClientRequest = request(`${app.url}${PATH}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': body.length,
      'x-twilio-signature': sign(PATH, fields),
      expect: '100-continue',
    },
  });
  const answered = once(half, 'response') as Promise<[IncomingMessage]>;
  half.flushHeaders();
  await once(half, 'continue');
  half.write(body.slice(0, 20));
  return {
    async finish() {
      half.end(body.slice(20));
      const [{ statusCode }] = await answered;
      return statusCode;
    },
  };
}

test('copies that end one after the other under load finish what they have begun: no answer but 2xx, nothing is lost', async () => {
  const load = balance();
  for (const [n, app] of copies.entries()) {
    await load.more(30);
    const half = await openHalf(app, 1_000_000 + n);
    const ended = app.kill('SIGTERM');
    await eventually(async () => expect(await statusOf(fetch(`${app.url}/health`))).toBeUndefined());
    expect(await half.finish()).toBe(204);
    await ended;
    expect(app.exitCode).toBe(0);
    await load.more(30);
    await app.restart();
  }
  const { sent, statuses } = await load.stop();
  expect(statuses).toEqual([204]);
  await eventually(async () => expect(await countRows()).toBe(sent + 2));
});

test('a copy that stands still fails its health check, the other one takes its callbacks, and each is one row', async () => {
  const [stuck] = copies;
  const load = balance();
  await load.more(30);
  await stuck.kill('SIGSTOP');
  await expect(fetch(`${stuck.url}/health`, { signal: AbortSignal.timeout(2000) })).rejects.toThrow(/timeout/);
  await load.more(30);
  await stuck.kill('SIGCONT');
  await load.more(30);
  const { sent, statuses } = await load.stop();
  expect(statuses).toEqual([204]);
  await eventually(async () => expect(await countRows()).toBe(sent));
});
