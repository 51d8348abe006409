import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { findCallbackTest, requestCallbackTest } from '@trunkline/db/inbox';
import { createOperation, findOperation } from '@trunkline/db/operations';
import { emptyTables, inboxStates, openTestDatabase } from '../support/db/inbox.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/processes/free-port.ts';
import { startApp, type AppProcess } from '../support/processes/processes.ts';

const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
const tx = unscoped(db);
let worker: AppProcess;
beforeAll(async () => {
  const port = await freePort();
  const account = {
    TWILIO_ACCOUNT_SID: `AC${'5'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'token',
    WEBHOOK_BASE_URL: `http://127.0.0.1:${port}`,
  };
  opened.use(await startApp('ingest', { port, env: { ...account, SPOOL: 'off' } }));
  worker = opened.use(
    await startApp('worker-reconcile', { env: { ...account, TWILIO_API_URL: 'http://127.0.0.1:9' } }),
  );
});
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

test('an operation whose worker is killed again and again begins each row once', async () => {
  await db.pool
    .query(`insert into twilio_webhook_inbox (source, event_type, dedupe_key, payload, processing_status, error)
    select 'twilio_voice', 'call-status', gen_random_uuid()::text, '{}', 'dead_letter', 'x' from generate_series(1, 60)`);
  const { operation } = await createOperation(tx, {
    targets: { kind: 'dead-letters.discard', filter: {} },
    filter: {},
    summary: 'Would discard 60 callbacks',
    reason: 'a test',
    rate: 15,
    canary: 1,
    requestedBy: 'operator',
  });
  const progress = async () => (await findOperation(tx, operation.id))!;
  for (const done of [1, 25]) {
    await eventually(async () => expect((await progress()).ok).toBeGreaterThanOrEqual(done), { timeoutMs: 30_000 });
    await worker.kill('SIGKILL');
    await worker.restart();
  }
  await eventually(async () => expect((await progress()).state).toBe('done'), { timeoutMs: 30_000 });
  expect(await progress()).toMatchObject({ total: 60, ok: 60, failed: 0, skipped: 0, begun: 0, left: 0 });
  expect(await inboxStates(db)).toEqual({ discarded: 60 });
});

test('a test callback passes the real ingest, is stored, and is discarded as a test', async () => {
  const { id } = (await requestCallbackTest(tx, 'operator'))!;
  await eventually(async () => expect((await findCallbackTest(tx, id))!.settledAt).not.toBeNull());
  expect(await findCallbackTest(tx, id)).toMatchObject({ answered: 200, error: null, inboxId: expect.any(String) });
  const { rows } = await db.pool.query(
    'select processing_status, signature_verdict, error, decision_reason, raw_target from twilio_webhook_inbox',
  );
  expect(rows).toEqual([
    {
      processing_status: 'discarded',
      signature_verdict: 'valid',
      error: expect.stringContaining('CallSid'),
      decision_reason: expect.stringContaining('test callback'),
      raw_target: '/webhooks/twilio/voice-status',
    },
  ]);
});
