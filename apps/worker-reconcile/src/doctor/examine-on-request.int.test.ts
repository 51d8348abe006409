import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { findDoctorRun, requestDoctorRun } from '@trunkline/db/doctor';
import type { DoctorCheck } from '@trunkline/telephony/doctor';
import { text as readText } from 'node:stream/consumers';
import { callbackToStore } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase, storeAll } from '../../../../test/support/db/inbox.ts';
import { startFakeServer } from '../../../../test/support/fake-server.ts';
import { examineOnRequest } from './examine-on-request.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await db.pool.query('truncate doctor_runs');
});

const ACCOUNT = `AC${'5'.repeat(32)}`;
const configOf = (url: string) => ({
  TWILIO_ACCOUNT_SID: ACCOUNT as string | undefined,
  TWILIO_AUTH_TOKEN: 'token' as string | undefined,
  TWILIO_API_URL: 'http://127.0.0.1:4010' as string | undefined,
  TWILIO_REGION: undefined,
  SIP_DOMAIN: undefined,
  OWNED_PHONE_NUMBERS: new Set<string>(),
  WEBHOOK_BASE_URL: url,
});

/** Requests an examination, has it made, and returns its checks by name. */
async function examine(config: ReturnType<typeof configOf>): Promise<Record<string, DoctorCheck>> {
  const { id } = await requestDoctorRun(unscoped(db), 'operator');
  await examineOnRequest({ db, config, configuration: undefined })();
  const run = await findDoctorRun(unscoped(db), id);
  expect(run!.settledAt).not.toBeNull();
  return Object.fromEntries(run!.checks!.map((check) => [check.name, check]));
}
const kinds = (check: DoctorCheck | undefined) => check!.findings.map(({ kind }) => kind);

test('a signed callback that ingest stores proves the public URL, and leaves no row to look at', async () => {
  await using server = await startFakeServer(async (received, response) => {
    const fields = Object.fromEntries(new URLSearchParams(await readText(received)));
    const more = {
      callSid: fields['CallSid']!,
      processingStatus: 'quarantined',
      error: 'an impossible value',
    } as const;
    await storeAll(db, [callbackToStore(fields, more)]);
    response.writeHead(204).end();
  });
  const { 'public-url': reached } = await examine(configOf(server.url));
  expect(reached).toMatchObject({ state: 'ok', detail: expect.stringMatching(/204 in \d+ ms$/) });
  const { rows } = await db.pool.query('select processing_status as state from twilio_webhook_inbox');
  expect(rows).toEqual([{ state: 'discarded' }]);
});

test.each([
  [204, 'callback-not-stored'],
  [302, 'public-url-redirect'],
  [400, 'public-url-refused'],
  [401, 'public-url-login'],
  [403, 'signature-refused'],
  [404, 'public-url-not-ingest'],
  [500, 'ingest-failing'],
  [502, 'public-url-gateway'],
  [530, 'public-url-gateway'],
])('an answer %i of the public URL is %s', async (status, kind) => {
  await using server = await startFakeServer((_, response) => void response.writeHead(status).end());
  expect(kinds((await examine(configOf(server.url)))['public-url'])).toEqual([kind]);
});

test('a page in answer to the callback is of another server', async () => {
  await using server = await startFakeServer((_, response) => void response.end('<h1>It works</h1>'));
  expect(kinds((await examine(configOf(server.url)))['public-url'])).toEqual(['public-url-another-server']);
});

test.each([
  ['http://127.0.0.1:9', 'public-url-no-answer'],
  ['http://trunkline.invalid', 'public-url-no-host'],
])('no answer at %s is %s', async (url, kind) => {
  expect(kinds((await examine(configOf(url)))['public-url'])).toEqual([kind]);
});

test('a server without TLS at an https URL is a fault of the certificate', async () => {
  await using server = await startFakeServer((_, response) => void response.end());
  const { 'public-url': reached } = await examine(configOf(server.url.replace('http:', 'https:')));
  expect(kinds(reached)).toEqual(['public-url-certificate']);
});

test('Twilio itself reaches no private address', async () => {
  const { 'public-url': reached } = await examine({ ...configOf('http://127.0.0.1:9'), TWILIO_API_URL: undefined });
  expect(kinds(reached)).toEqual(['public-url-private', 'public-url-no-answer']);
});

test('without an account nothing of Twilio is examined, and without a token no callback is posted', async () => {
  const checks = await examine({ ...configOf('http://127.0.0.1:9'), TWILIO_AUTH_TOKEN: undefined });
  expect(checks['numbers']).toMatchObject({ state: 'off', detail: 'TWILIO_ACCOUNT_SID is not set' });
  expect(checks['public-url']).toMatchObject({ state: 'unknown', detail: expect.stringContaining('no auth token') });
});
