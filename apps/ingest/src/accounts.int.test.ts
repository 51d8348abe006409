import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openHttpServer, readEnv } from '@trunkline/service';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { ingestEnv } from './config.ts';
import { createIngest } from './create-ingest.ts';

const ORIGIN = 'https://calls.example.com';
const OWN = `AC${'1'.padStart(32, '0')}`; // as in the payloads of these tests
const [SUB, FOREIGN] = [`AC${'2'.repeat(32)}`, `AC${'3'.repeat(32)}`];
const db = openTestDatabase();
const logged: { fields: Record<string, unknown>; message: string }[] = [];
const log = { warn: (fields: object, message: string) => logged.push({ fields: { ...fields }, message }) } as never;
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  logged.length = 0;
  await emptyTables(db);
});

/** An ingest with these settings; returns a function that posts as Twilio would. */
async function openIngest(opened: AsyncDisposableStack, settings: NodeJS.ProcessEnv) {
  const config = readEnv(ingestEnv, {
    DATABASE_URL: process.env['DATABASE_URL'],
    WEBHOOK_BASE_URL: ORIGIN,
    TWILIO_AUTH_TOKEN: 'token',
    TWILIO_ACCOUNT_SID: OWN,
    PORT: '0',
    SPOOL_DIR: await mkdtemp(join(tmpdir(), 'trunkline-spool-')),
    ...settings,
  });
  opened.defer(() => rm(config.SPOOL_DIR, { recursive: true, force: true }));
  const ingest = opened.use(createIngest({ db, queue: { add: async () => {} }, config, log }));
  const server = opened.use(await openHttpServer(ingest.app, config));
  const { port } = server.address() as { port: number };
  return async (fields: Record<string, string>, token = 'token') => {
    const target = '/webhooks/twilio/voice-status';
    const signed = Object.keys(fields)
      .toSorted()
      .reduce((text, name) => text + name + fields[name], ORIGIN + target);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', token).update(signed).digest('base64'),
    };
    const body = new URLSearchParams(fields).toString();
    const { status } = await fetch(`http://127.0.0.1:${port}${target}`, { method: 'POST', headers, body });
    return status;
  };
}
const ringing = (n: number, more: Record<string, string> = {}) => ({ ...progress(callSid(n), 'ringing', 1), ...more });
const rows = async () =>
  (
    await db.pool.query<{ state: string; error: string | null }>(
      'select processing_status as state, error from twilio_webhook_inbox order by call_sid',
    )
  ).rows;

test('callbacks of our account and of known subaccounts are accepted, others are quarantined with the reason', async () => {
  await using opened = new AsyncDisposableStack();
  const send = await openIngest(opened, { TWILIO_SUBACCOUNTS: SUB });
  for (const [n, AccountSid] of [OWN, SUB, FOREIGN].entries()) expect(await send(ringing(n, { AccountSid }))).toBe(204);
  expect(await rows()).toEqual([
    { state: 'pending', error: null },
    { state: 'pending', error: null },
    { state: 'quarantined', error: expect.stringContaining(`${FOREIGN} is neither our account nor`) },
  ]);
  expect(logged).toMatchObject([{ fields: { event: 'quarantined', call_sid: callSid(2) } }]);
});

test('any account is accepted where that is configured, or where our own is not', async () => {
  for (const settings of [{ TWILIO_SUBACCOUNTS: 'any' }, { TWILIO_ACCOUNT_SID: undefined }]) {
    await using opened = new AsyncDisposableStack();
    const send = await openIngest(opened, settings);
    await send(ringing(1, { AccountSid: FOREIGN }));
    expect(await rows()).toEqual([{ state: 'pending', error: null }]);
  }
});

test('a subaccount signs with its own token, and only for itself', async () => {
  await using opened = new AsyncDisposableStack();
  const send = await openIngest(opened, { TWILIO_AUTH_TOKENS: `${SUB}:its|next` });
  const answers = [
    await send(ringing(1, { AccountSid: SUB }), 'its'),
    await send(ringing(2, { AccountSid: SUB }), 'next'),
    await send(ringing(3, { AccountSid: OWN }), 'its'),
    await send(ringing(4, { AccountSid: FOREIGN }), 'its'),
  ];
  expect(answers).toEqual([204, 204, 403, 403]);
  expect(await rows()).toEqual([
    { state: 'pending', error: null },
    { state: 'pending', error: null },
  ]);
});

test('TWILIO_WEBHOOK_SECRET signs like the token', async () => {
  await using opened = new AsyncDisposableStack();
  const send = await openIngest(opened, { TWILIO_WEBHOOK_SECRET: 'secret' });
  expect([await send(ringing(1), 'secret'), await send(ringing(2), 'token'), await send(ringing(3), 'x')]).toEqual([
    204, 204, 403,
  ]);
});

test('a malformed CallSid is logged with its reason, and stored under it', async () => {
  await using opened = new AsyncDisposableStack();
  const send = await openIngest(opened, {});
  await send(ringing(1, { CallSid: 'CA-not-a-sid' }));
  expect(logged).toMatchObject([{ fields: { event: 'quarantined', call_sid: 'CA-not-a-sid' } }]);
  expect(logged[0]!.fields['reason']).toMatch(/^CallSid /);
  expect(await rows()).toMatchObject([{ state: 'quarantined', error: expect.stringMatching(/^CallSid /) }]);
});

test('where signatures are only logged, wrong ones have one line per cause', async () => {
  await using opened = new AsyncDisposableStack();
  const send = await openIngest(opened, { TWILIO_SIGNATURE_CHECK: 'log' });
  for (const n of [1, 2, 3]) expect(await send(ringing(n), 'wrong')).toBe(204);
  expect(logged.map(({ fields }) => fields)).toEqual([{ reason: 'mismatch', kind: 'call-status' }]);
  await opened.disposeAsync();
  expect(logged[1]).toMatchObject({ fields: { suppressed: 2 }, message: expect.stringContaining('WEBHOOK_BASE_URL') });
});
