import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { API_ROLE, WORKER_ROLE } from '@trunkline/access';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startDatabase } from '../support/db/start-database.ts';
import { eventually } from '../support/eventually.ts';
import { startApp, type AppProcess } from '../support/processes/processes.ts';
import { callSid } from '../support/twilio/callbacks.ts';

const INGEST_ROLE = 'trunkline_ingest';
const [ALL, RESERVED] = [24, 6];
const TOKEN = 'a-token-of-a-test';
const ORIGIN = 'https://calls.example.com';

const opened = new AsyncDisposableStack();
let url: string;
let owner: pg.Client;
let folder: string;

beforeAll(async () => {
  const settings = {
    max_connections: `${ALL}`,
    reserved_connections: `${RESERVED}`,
    superuser_reserved_connections: '2',
  };
  const database = opened.use(await startDatabase('slots', { settings }));
  url = database.url;
  owner = opened.adopt(new pg.Client({ connectionString: url }), (client) => client.end());
  await owner.connect();
  await owner.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${INGEST_ROLE}') then
      create role ${INGEST_ROLE} login;
      grant ${WORKER_ROLE} to ${INGEST_ROLE};
    end if; end $$;
    create role visitor login; select set_connection_slots()`);
  folder = opened.adopt(await mkdtemp(join(tmpdir(), 'trunkline-slots-')), (path) => rm(path, { recursive: true }));
});
afterAll(() => opened.disposeAsync());

const as = (role: string): string => Object.assign(new URL(url), { username: role }).href;

/** Connections of this login until Postgres admits no more. */
async function takeAllSlots(role: string): Promise<AsyncDisposable & { count: number; code: string | undefined }> {
  const taken = new AsyncDisposableStack();
  for (let count = 0; ; count++) {
    const client = new pg.Client({ connectionString: as(role) });
    client.on('error', () => {});
    try {
      await client.connect();
      taken.defer(() => client.end());
    } catch (error) {
      return { count, code: (error as { code?: string }).code, [Symbol.asyncDispose]: () => taken.disposeAsync() };
    }
  }
}

async function start(name: string, role: string): Promise<AppProcess> {
  const env = {
    DATABASE_URL: as(role),
    TWILIO_AUTH_TOKEN: TOKEN,
    WEBHOOK_BASE_URL: ORIGIN,
    SPOOL: 'off',
    SPOOL_DIR: folder,
  };
  return startApp(name, { env });
}

/** A signed callback; its status. */
async function post(ingest: AppProcess, n: number): Promise<number> {
  const fields = { CallSid: callSid(n), AccountSid: `AC${'1'.repeat(32)}`, CallStatus: 'ringing', SequenceNumber: '1' };
  const target = '/webhooks/twilio/voice-status';
  const pairs = Object.entries(fields).map((pair) => pair.join(''));
  const signed = ORIGIN + target + pairs.toSorted().join('');
  const signature = createHmac('sha1', TOKEN).update(signed).digest('base64');
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
  const body = new URLSearchParams(fields).toString();
  return (await fetch(`${ingest.url}${target}`, { method: 'POST', headers, body })).status;
}

/** Ends what this login has open, so that its next query needs a new connection. */
const cut = (role: string) =>
  owner.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [role]);

test('with all other slots taken ingest commits, and the API answers 503 with the remedy', async () => {
  await using ingest = await start('ingest', INGEST_ROLE);
  await using api = await start('api', API_ROLE);
  await using taken = await takeAllSlots('visitor');
  expect(taken).toMatchObject({ code: '53300' });
  for (const role of [API_ROLE, INGEST_ROLE]) await cut(role);
  await using more = await takeAllSlots('visitor'); // those that were cut
  expect(more.code).toBe('53300');
  await eventually(async () => expect(await post(ingest, 1)).toBe(204));
  const stored = await owner.query('select from twilio_webhook_inbox where call_sid = $1', [callSid(1)]);
  expect(stored.rowCount).toBe(1);
  const response = await fetch(`${api.url}/api/calls`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    code: 'database_unavailable',
    detail: expect.stringContaining('Connections in docs/operations/database.md'),
  });
}, 120_000);

test('connections that are cut again and again while requests arrive end no process', async () => {
  await using ingest = await start('ingest', INGEST_ROLE);
  await using api = await start('api', API_ROLE);
  await using taken = await takeAllSlots('visitor');
  expect(taken.code).toBe('53300');
  for (let n = 0; n < 20; n++) {
    const asked = Array.from({ length: 5 }, async () => (await fetch(`${api.url}/api/calls`)).status);
    const posted = post(ingest, n);
    for (const role of [API_ROLE, INGEST_ROLE]) await cut(role);
    await Promise.all([...asked, posted]); // each is answered, with any status
  }
  expect([api.isRunning, ingest.isRunning]).toEqual([true, true]);
}, 120_000);

test('the API has a limit of its own, within which it takes no slot that the workers need', async () => {
  const limit = `select rolconnlimit as most from pg_roles where rolname = $1`;
  expect((await owner.query(limit, [API_ROLE])).rows).toEqual([{ most: 80 }]);
  await owner.query(`alter role ${API_ROLE} connection limit 5`);
  await using taken = await takeAllSlots(API_ROLE);
  expect(taken).toMatchObject({ count: 5, code: '53300' });
  await using others = await takeAllSlots('visitor');
  expect(others.count).toBeGreaterThan(5);
  await owner.query('select set_connection_slots()');
  expect((await owner.query(limit, [API_ROLE])).rows).toEqual([{ most: 80 }]);
});
