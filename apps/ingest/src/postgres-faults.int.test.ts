import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { openHttpServer, readEnv } from '@trunkline/service';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@trunkline/db/connection';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { openTcpGate } from '../../../test/support/processes/tcp-gate.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { postSigned, signerOf } from '../../../test/support/twilio/post-signed.ts';
import { ingestEnv } from './config.ts';
import { createIngest } from './create-ingest.ts';

const opened = new AsyncDisposableStack();
const gate = opened.use(await openTcpGate(process.env['DATABASE_URL']!));
const db = opened.use(openTestDatabase());
const limits = { connectTimeoutMs: 800, queryTimeoutMs: 5000, lockTimeoutMs: 800, maxConnections: 3 };
const gatedDb = opened.use(openDatabase(gate.url, 'ingest', limits));
const folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
opened.defer(() => rm(folder, { recursive: true }));
const spool = join(folder, 'spool');
const config = readEnv(ingestEnv, {
  DATABASE_URL: gate.url,
  WEBHOOK_BASE_URL: 'https://calls.example.com',
  TWILIO_AUTH_TOKEN: 'token',
  PORT: '0',
  SPOOL: 'all',
  SPOOL_DIR: spool,
});
const queue = { add: async () => {} };
const ingest = opened.use(createIngest({ db: gatedDb, queue, config, log: silentLog }));
const server = opened.use(await openHttpServer(ingest.app, config));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const sign = signerOf('https://calls.example.com', 'token');
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));
afterEach(async () => {
  await gate.open();
  await eventually(async () => {
    if ((await health()).postgres !== 'up') throw new Error('Postgres stores no callbacks yet');
  });
});

const post = (n: number, path = '/webhooks/twilio/voice-status') =>
  postSigned(origin, sign, path, progress(callSid(n), 'ringing', 1));
const postAll = (from: number, count: number) =>
  Promise.all(Array.from({ length: count }, async (_, n) => (await post(from + n)).status));
const health = async () => (await fetch(`${origin}/health`)).json() as Promise<{ postgres: string }>;
const rows = async () =>
  (await db.pool.query('select call_sid, processing_status from twilio_webhook_inbox order by call_sid')).rows;
const oneRowEach = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ call_sid: callSid(n), processing_status: 'pending' }));

/** Locks the inbox as a migration does, until the returned function is called. */
async function lockInbox(): Promise<() => Promise<void>> {
  const session = await db.pool.connect();
  await session.query('begin; lock table twilio_webhook_inbox in access exclusive mode');
  return async () => {
    await session.query('rollback');
    session.release();
  };
}

/** Of a statement on an open connection, or of opening another one: whichever failed last. */
const TOO_LATE = /^(?:too slow|no answer)$/;

test.each<[string, string | RegExp, () => unknown]>([
  ['refuses connections', 'unreachable', () => gate.shut()],
  ['says nothing on open connections', TOO_LATE, () => gate.freeze()],
  ['answers after two seconds', TOO_LATE, () => gate.slow(2000)],
  ['has its inbox locked by a migration', 'lock', lockInbox],
])(
  'while Postgres %s (%s) every callback is acknowledged from disk, and is one row afterwards',
  async (_what, cause, strike) => {
    expect(await postAll(0, 3)).toEqual([204, 204, 204]);
    const end = (await strike()) as (() => Promise<void>) | undefined;
    expect(await postAll(3, 20)).toEqual(Array(20).fill(204));
    expect(await health()).toMatchObject({ status: 'healthy', outage: { cause: expect.stringMatching(cause) } });
    expect(await postAll(23, 20)).toEqual(Array(20).fill(204));
    await end?.();
    await gate.open();
    await eventually(async () => expect(await rows()).toEqual(oneRowEach(43)));
  },
);

test.each(['cut before', 'cut after'] as const)(
  'a connection that is %s Postgres got a commit leaves one row of the callback, which is acknowledged',
  async (trap) => {
    expect(await postAll(0, 3)).toEqual([204, 204, 204]);
    void gate.trap(callSid(3), trap);
    expect((await post(3)).status).toBe(204);
    expect(await postAll(4, 3)).toEqual([204, 204, 204]);
    await eventually(async () => expect(await rows()).toEqual(oneRowEach(7)));
    await eventually(async () => expect(await health()).toMatchObject({ postgres: 'up', spool: { files: 0 } }));
    const { rows: kept } = await db.pool.query('select copies from twilio_webhook_dedupe order by copies desc limit 1');
    expect(kept).toEqual([{ copies: trap === 'cut after' ? 2 : 1 }]); // stored by the statement, and again from disk
  },
);

test('without Postgres and without a spool reports are refused and callers are connected, and both are taken afterwards', async () => {
  expect(await postAll(0, 1)).toEqual([204]);
  await gate.shut();
  await rename(spool, `${spool}-gone`);
  await writeFile(spool, ''); // no folder can be made in its place, not by root either
  const refused = await post(1);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  const caller = await post(2, '/webhooks/twilio/voice-inbound');
  expect([caller.status, await caller.text()]).toEqual([200, expect.stringContaining('<Dial ')]);
  await rm(spool);
  await rename(`${spool}-gone`, spool);
  expect((await post(1)).status).toBe(204);
  await gate.open();
  await eventually(async () => expect((await rows()).map(({ call_sid: sid }) => sid)).toContain(callSid(1)));
});
