import { afterEach, describe, expect, test } from '@jest/globals';
import { isOutage, openDatabase, outageOf, type Database } from '@trunkline/db/connection';
import { openHttpServer, openOutage, readEnv } from '@trunkline/service';
import { notingOutages } from '@trunkline/queues';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ingestEnv } from '../../apps/ingest/src/config.ts';
import { createIngest } from '../../apps/ingest/src/create-ingest.ts';
import { deliver } from '../../apps/worker-notify/src/deliver.ts';
import { deliveryRelay } from '../../apps/worker-notify/src/relay-deliveries.ts';
import { intentRelay } from '../../apps/worker-dialer/src/relay-intents.ts';
import { recordingRelay } from '../../apps/worker-recording/src/relay-recordings.ts';
import { callbackRelay } from '../../apps/worker-reconcile/src/relay-callbacks.ts';
import { applyCallbacks, chargeAttempt } from '../../apps/worker-status/src/apply-callbacks.ts';
import { transcriptionRelay } from '../../apps/worker-transcription/src/relay-transcription.ts';
import { inboxStates } from '../support/db/inbox.ts';
import { openSmallDatabase } from '../support/db/small-database.ts';
import { applyPending, OWNED } from '../support/db/store-and-apply.ts';
import { eventually } from '../support/eventually.ts';
import { silentLog } from '../support/silent-log.ts';
import { whyNoDisk } from '../support/small-disk.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';

const noDisk = whyNoDisk();
const describeOnDisk = noDisk === undefined ? describe : describe.skip;

let each = new AsyncDisposableStack();
afterEach(async () => {
  await each.disposeAsync();
  each = new AsyncDisposableStack();
});

/** Ingest over this database, with a spool of its own. */
async function startIngest(url: string) {
  const spool = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
  each.defer(() => rm(spool, { recursive: true }));
  const db = each.use(openDatabase(url, 'ingest', { connectTimeoutMs: 800, queryTimeoutMs: 2000 }));
  const given = { DATABASE_URL: url, TWILIO_AUTH_TOKEN: 'token', TWILIO_SIGNATURE_CHECK: 'log', PORT: '0' };
  const config = readEnv(ingestEnv, { ...given, SPOOL: 'all', SPOOL_DIR: spool });
  const ingest = each.use(createIngest({ db, queue: { add: async () => {} }, config, log: silentLog }));
  const server = each.use(await openHttpServer(ingest.app, config));
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    post: async (n: number): Promise<number> => {
      const body = new URLSearchParams({ ...progress(callSid(n), 'ringing', 1), Padding: 'x'.repeat(1500) });
      return (await fetch(`${origin}/webhooks/twilio/voice-status`, { method: 'POST', body })).status;
    },
    health: async () => (await (await fetch(`${origin}/health`)).json()) as Record<string, unknown>,
    spooled: async () => (await readdir(spool)).filter((name) => !name.startsWith('reserve-')).length,
  };
}

type Ingest = Awaited<ReturnType<typeof startIngest>>;

/** Posts callbacks from `from` on until ingest says that Postgres stores none; returns how many there are then. */
async function postUntilOut({ post, health }: Ingest, from: number, cause: string): Promise<number> {
  let n = from;
  await eventually(async () => {
    for (let more = 0; more < 20; more++) expect(await post(n++)).toBe(204);
    expect(await health()).toMatchObject({ outage: { cause } });
  });
  return n;
}

/** With Postgres back: everything is stored and applied, and no row was charged an attempt. */
async function expectAllApplied(db: Database, { spooled }: Ingest, posted: number): Promise<void> {
  await eventually(async () => {
    expect(await spooled()).toBe(0);
    await applyPending(db);
    expect(await inboxStates(db)).toEqual({ completed: posted });
  });
  const { rows } = await db.pool.query('select from twilio_webhook_inbox where retry_count > 0');
  expect(rows).toEqual([]);
  expect((await db.pool.query('select from calls')).rowCount).toBe(posted);
}

const failureOf = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => undefined,
    (error: unknown) => error,
  );

describeOnDisk(`on a disk of its own${noDisk === undefined ? '' : ` (skipped: ${noDisk})`}`, () => {
  test('a full disk of Postgres costs no callback and charges none', async () => {
    const small = each.use(await openSmallDatabase(48));
    const db = each.use(openDatabase(small.url, 'test'));
    const ingest = await startIngest(small.url);
    for (let n = 0; n < 5; n++) expect(await ingest.post(n)).toBe(204);
    await small.fill();
    const posted = await postUntilOut(ingest, 5, 'disk full');
    const ids = (await db.pool.query<{ id: string }>('select id::text from twilio_webhook_inbox')).rows.map(
      ({ id }) => id,
    );
    const failure = await failureOf(() => applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog })(ids));
    expect(outageOf(failure)).toMatchObject({ cause: 'disk full', remedy: expect.stringContaining('room') });
    await chargeAttempt(db)({ ids }, failure as Error);
    await small.empty();
    await expectAllApplied(db, ingest, posted);
  });
});

test('a read-only Postgres costs no callback, charges none, and every worker says so', async () => {
  const { DATABASE_URL = '' } = process.env;
  const name = new URL(DATABASE_URL).pathname.slice(1);
  const admin = new pg.Client({ connectionString: process.env['TEST_POSTGRES_URL']! });
  await admin.connect();
  each.defer(() => admin.end());
  const setReadOnly = async (value: 'on' | 'off') => {
    await admin.query(`alter database ${name} set default_transaction_read_only = ${value}`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  };
  const db = each.use(openDatabase(DATABASE_URL, 'test'));
  each.defer(() => setReadOnly('off'));
  const ingest = await startIngest(DATABASE_URL);
  for (let n = 0; n < 5; n++) expect(await ingest.post(n)).toBe(204);
  await setReadOnly('on');
  const posted = await postUntilOut(ingest, 5, 'read-only');

  const ids = (await db.pool.query<{ id: string }>('select id::text from twilio_webhook_inbox')).rows.map(
    ({ id }) => id,
  );
  const gate = { isOpen: () => false };
  const due = { deliveryId: '1', attempt: 1 } as never;
  const parts: Record<string, () => Promise<unknown>> = {
    'worker-status': () => applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog })(ids),
    'worker-reconcile': () => callbackRelay(db, silentLog).claim(),
    'worker-recording': () => recordingRelay(db, gate).claim(),
    'worker-transcription': () => transcriptionRelay(db).claim(),
    'worker-dialer': () => intentRelay(db, 1).claim(),
    'worker-notify': () => deliveryRelay(db).claim(),
    'worker-notify, a job': () =>
      deliver({ db, log: silentLog, onSettled: () => {}, isProduction: false, mayBePrivate: true })(due),
  };
  const lines: string[] = [];
  const outage = each.use(
    openOutage({
      log: { info: () => {}, warn: (_fields: object, text: string) => void lines.push(text) } as never,
      describe: (error) => outageOf(error)!,
      event: 'postgres',
      runbook: '',
      failing: 'work waits for Postgres',
      works: '',
      gauge: { set: () => {} },
    }),
  );
  const noting = notingOutages(outage, outageOf);
  for (const [part, work] of Object.entries(parts)) {
    const failure = await failureOf(noting(part, work));
    expect([part, outageOf(failure)?.cause, isOutage(failure)]).toEqual([part, 'read-only', true]);
    if (part === 'worker-status') await chargeAttempt(db)({ ids }, failure as Error);
  }
  expect(lines).toEqual([expect.stringContaining('work waits for Postgres (read-only): ')]);
  await setReadOnly('off');
  await expectAllApplied(db, ingest, posted);
  for (const [part, work] of Object.entries(parts))
    await noting(part, part === 'worker-status' ? async () => {} : work)().catch(() => {});
  expect(outage.isOpen()).toBe(false);
});
