import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { deleteOldRejections } from '@trunkline/db/rejected-requests';
import { openHttpServer, readEnv } from '@trunkline/service';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { asLoginOf } from '../../../../test/support/db/as-login.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { signerOf } from '../../../../test/support/twilio/post-signed.ts';
import { ingestEnv } from '../config.ts';
import { createIngest } from '../create-ingest.ts';

const { DATABASE_URL = '' } = process.env;
const ORIGIN = 'https://calls.example.com';
const OWN = `AC${'1'.repeat(32)}`;
const PATH = '/webhooks/twilio/voice-status';
const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const db = opened.use(openTestDatabase());
const folder = await mkdtemp(join(tmpdir(), 'trunkline-rejected-'));
opened.defer(() => rm(folder, { recursive: true }));
const config = readEnv(ingestEnv, {
  DATABASE_URL,
  WEBHOOK_BASE_URL: ORIGIN,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_ACCOUNT_SID: OWN,
  PORT: '0',
  SPOOL_DIR: folder,
});
beforeEach(() => db.pool.query('truncate rejected_requests'));

/** Ingest over the rows of its own login, and what it has written once it has ended. */
async function refuse(url: string, send: (port: number) => Promise<unknown>): Promise<Row[]> {
  await using own = openDatabase(asLoginOf('ingest', url), 'ingest of a test', { connectTimeoutMs: 800 });
  const ingest = createIngest({ db: own, queue: { add: async () => {} }, config, log: silentLog });
  const server = await openHttpServer(ingest.app, config);
  try {
    await send((server.address() as { port: number }).port);
  } finally {
    await server[Symbol.asyncDispose]();
    await ingest[Symbol.asyncDispose]();
  }
  const { rows } = await db.pool.query<Row>(
    `select cause, response_status as status, method, path, account_sid as account, requests, sample from rejected_requests
     order by cause, requests desc, path`,
  );
  return rows;
}
type Row = {
  cause: string;
  status: number;
  method: string;
  path: string;
  account: string;
  requests: number;
  sample: object;
};

const FIELDS = { AccountSid: OWN, CallSid: `CA${'2'.repeat(32)}`, From: '+16175006181' };
const FORM = new URLSearchParams(FIELDS);
const post = (port: number, headers: Record<string, string>, target = PATH, body: URLSearchParams | string = FORM) =>
  fetch(`http://127.0.0.1:${port}${target}`, { method: 'POST', headers, body }).then((response) => response.text());

test('a refused callback is kept with its likely cause, counted, and without a value of its fields', async () => {
  const sign = signerOf('http://calls.example.com', 'token');
  const signature = { 'x-twilio-signature': sign(PATH, FIELDS), 'user-agent': 'TwilioProxy/1.1' };
  const rows = await refuse(DATABASE_URL, async (port) => {
    for (let n = 0; n < 3; n++) await post(port, signature);
  });
  expect(rows).toEqual([
    expect.objectContaining({ cause: 'configured-with-http', status: 403, path: PATH, account: OWN, requests: 3 }),
  ]);
  expect(rows[0]!.sample).toMatchObject({
    userAgent: 'TwilioProxy/1.1',
    fields: ['AccountSid', 'CallSid', 'From'],
    expectedUrl: ORIGIN + PATH,
    signedUrl: `http://calls.example.com${PATH}`,
  });
  expect(JSON.stringify(rows)).not.toContain('6175006181');
});

test('every refusal has its cause; an unknown path is kept only with a signature', async () => {
  const json = { 'content-type': 'application/json' };
  const rows = await refuse(DATABASE_URL, async (port) => {
    await post(port, {});
    await post(port, { 'x-twilio-signature': 'forged' });
    await post(port, { 'content-type': 'text/plain' }, PATH, 'hello');
    await post(port, json, PATH, 'x'.repeat(70_000));
    await post(port, { ...json, 'x-twilio-signature': 'x' }, `${PATH}?bodySHA256=00`, '{}');
    await fetch(`http://127.0.0.1:${port}${PATH}`).then((response) => response.text());
    await post(port, { 'x-twilio-signature': 'x' }, '/webhooks/twilio/voice?From=%2B16175006181');
    await post(port, {}, '/wp-login.php');
  });
  expect(rows.map(({ cause, status, method }) => [cause, status, method])).toEqual([
    ['body-changed', 403, 'POST'],
    ['not-a-form', 415, 'POST'],
    ['old-token-or-forged', 403, 'POST'],
    ['too-large', 413, 'POST'],
    ['unknown-path', 404, 'POST'],
    ['unsigned', 403, 'POST'],
    ['wrong-method', 405, 'GET'],
  ]);
  expect(JSON.stringify(rows)).not.toContain('6175006181');
});

test('a sender who varies what it sends adds 101 rows at most, and every request is counted', async () => {
  const rows = await refuse(DATABASE_URL, async (port) => {
    for (let n = 0; n < 130; n++) await post(port, { 'x-twilio-signature': 'x' }, `/no-such-path/${n}`);
  });
  expect(rows).toHaveLength(101);
  expect(rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(130);
  expect(rows[0]).toMatchObject({ path: '(others)', requests: 30 });
});

test('nothing is kept while Postgres is unavailable, and the answers are the same', async () => {
  const statuses: number[] = [];
  const rows = await refuse('postgresql://postgres@127.0.0.1:9/none', async (port) => {
    const response = await fetch(`http://127.0.0.1:${port}${PATH}`, { method: 'POST', body: FORM });
    statuses.push(response.status);
  });
  expect([statuses, rows]).toEqual([[403], []]);
});

test('rows are kept for a day', async () => {
  await refuse(DATABASE_URL, (port) => post(port, {}));
  expect(await deleteOldRejections(db.pool, 10)).toBe(0);
  await db.pool.query(`update rejected_requests set last_at = last_at - interval '25 hours'`);
  expect(await deleteOldRejections(db.pool, 10)).toBe(1);
});
