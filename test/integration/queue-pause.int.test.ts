import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@trunkline/db/connection';
import { eventually } from '../support/eventually.ts';
import { asApiRole } from '../support/db/as-login.ts';
import { emptyTables, inboxStates } from '../support/db/inbox.ts';
import { createPerson, type Person } from '../support/db/people.ts';
import { startApp, type AppProcess } from '../support/processes/processes.ts';
import { startRedis, type RedisServer } from '../support/queue/redis.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';
import { postSigned, signerOf } from '../support/twilio/post-signed.ts';

const { DATABASE_URL = '' } = process.env;
const opened = new AsyncDisposableStack();
let db: Database;
let redis: RedisServer;
let api: AppProcess;
let ingest: AppProcess;
let person: Person;

beforeAll(async () => {
  db = opened.use(openDatabase(DATABASE_URL, 'test of a pause'));
  await emptyTables(db);
  await db.pool.query('truncate processes, queue_pauses');
  redis = opened.use(await startRedis());
  const env = {
    DATABASE_URL,
    REDIS_URL: redis.url,
    OWNED_PHONE_NUMBERS: '+16175006181',
    TWILIO_AUTH_TOKEN: 'token',
    LOG_LEVEL: 'warn',
  };
  ingest = opened.use(await startApp('ingest', { env: { ...env, WEBHOOK_BASE_URL: ORIGIN, SPOOL: 'off' } }));
  api = opened.use(await startApp('api', { env: { ...env, DATABASE_URL: asApiRole(DATABASE_URL) } }));
  opened.use(await startApp('worker-status', { env }));
  opened.use(await startApp('worker-reconcile', { env }));
  person = await createPerson(db, 'superadmin');
}, 180_000);
afterAll(() => opened.disposeAsync());

const ORIGIN = 'https://calls.example.com';
const call = async (path: string, json?: object) => {
  const response = await fetch(api.url + path, {
    method: json ? 'POST' : 'GET',
    headers: { ...person.headers, 'content-type': 'application/json' },
    ...(json && { body: JSON.stringify(json) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const callbacks = async () =>
  ((await call('/api/queues')).body['data'] as Record<string, unknown>[]).find(({ name }) => name === 'callbacks')!;
const receive = (n: number) =>
  postSigned(
    ingest.url,
    signerOf(ORIGIN, 'token'),
    '/webhooks/twilio/voice-status',
    progress(callSid(n), 'ringing', 1),
  );

test('while the queue is paused ingest answers 2xx and the depth rises, also past a flush of its server; then all is applied', async () => {
  expect((await receive(1)).status).toBe(204);
  await eventually(async () => expect(await inboxStates(db)).toEqual({ completed: 1 }));
  expect((await call('/api/queues/callbacks/pause', { reason: 'a test' })).status).toBe(200);
  for (const n of [2, 3, 4]) expect((await receive(n)).status).toBe(204);
  await eventually(async () => expect(await callbacks()).toMatchObject({ paused: true, held: 3 }));
  await eventually(async () => expect(await heldBy('worker-status')).toBe(true), { timeoutMs: 20_000 });
  await redis.restart(); // an empty one, which knows of no pause
  let received = 4;
  const receiveAnother = async () => {
    // one received before ingest has connected again is left to the relay, which rests while the queue is paused
    expect((await receive(++received)).status).toBe(204);
    const { paused, held } = await callbacks();
    expect({ paused, holds: Number(held) > 0 }).toEqual({ paused: true, holds: true });
  };
  await eventually(receiveAnother, { everyMs: 250 });
  expect(await inboxStates(db)).toEqual({ completed: 1, pending: received - 1 });
  expect((await call('/api/queues/callbacks/resume', {})).status).toBe(200);
  await eventually(async () => expect(await inboxStates(db)).toEqual({ completed: received }), { timeoutMs: 40_000 });
}, 120_000);

test('every process is listed with its heartbeat, and one that is stopped has ended', async () => {
  await eventually(async () => {
    const { body } = await call('/api/processes');
    const found = (body['data'] as Record<string, unknown>[]).map(
      ({ app, state }) => `${String(app)} ${String(state)}`,
    );
    expect(found).toEqual(expect.arrayContaining(['api ok', 'ingest ok', 'worker-reconcile ok', 'worker-status ok']));
  });
  await using worker = await startApp('worker-notify', { env: { DATABASE_URL, REDIS_URL: redis.url } });
  const states = async () =>
    ((await call('/api/processes?app=worker-notify')).body['data'] as Record<string, unknown>[]).map(
      ({ state }) => state,
    );
  await eventually(async () => expect(await states()).toEqual(['ok']));
  await worker.kill();
  await eventually(async () => expect(await states()).toEqual(['ended']));
  const { body } = await call('/api/health');
  expect(body['problems']).toEqual(
    expect.arrayContaining([expect.objectContaining({ subject: 'app:worker-notify', severity: 'bad' })]),
  );
}, 60_000);

test('the samples of the series are written by one process, and the summary shows them', async () => {
  await eventually(async () => {
    const { body } = await call('/api/operations-summary');
    const tiles = body['tiles'] as Record<string, unknown>[];
    expect(tiles.find(({ name }) => name === 'dead_letters')).toMatchObject({ state: 'ok', value: 0 });
  });
});

/** The worker has learned of the pause, by a heartbeat after it. */
async function heldBy(app: string): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `select from processes p, queue_pauses q where p.app = $1 and p.heartbeat_at > q.paused_at`,
    [app],
  );
  return rowCount! > 0;
}
