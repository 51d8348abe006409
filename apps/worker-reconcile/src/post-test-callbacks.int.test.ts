import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { findCallbackTest, requestCallbackTest, settleCallbackTest } from '@trunkline/db/inbox';
import { CALLBACK_TEST_PATH } from '@trunkline/telephony/inbox';
import { openSignatureCheck, signedParts, sortPairs } from '@trunkline/twilio';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { callbackToStore } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { startFakeServer } from '../../../test/support/fake-server.ts';
import { postTestCallbacks } from './post-test-callbacks.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await db.pool.query('truncate callback_tests');
});

const ACCOUNT = `AC${'5'.repeat(32)}`;
const configOf = (url: string) => ({
  TWILIO_ACCOUNT_SID: ACCOUNT,
  TWILIO_AUTH_TOKEN: 'token' as string | undefined,
  WEBHOOK_BASE_URL: `${url}/`,
});
const request = async (): Promise<string> => (await requestCallbackTest(unscoped(db), 'operator'))!.id;
const find = (id: string) => findCallbackTest(unscoped(db), id);

test('a test is signed as Twilio signs, stored by ingest, and its row is discarded with the reason', async () => {
  const verdicts: string[] = [];
  await using server = await startFakeServer(async (received: IncomingMessage, response: ServerResponse) => {
    const rawBody = await readText(received);
    const pairs = sortPairs([...new URLSearchParams(rawBody)]);
    const rawTarget = received.url!;
    const check = openSignatureCheck(server.url, ['token']);
    const header = String(received.headers['x-twilio-signature']);
    const signedText = rawTarget + signedParts(pairs);
    verdicts.push(check({ header, rawTarget, pairs, signedText, rawBody: Buffer.from(rawBody) }));
    const fields = Object.fromEntries(new URLSearchParams(rawBody));
    await storeAll(db, [
      callbackToStore(fields, {
        callSid: fields['CallSid']!,
        processingStatus: 'quarantined',
        error: 'CallSid has an impossible value',
      }),
    ]);
    response.writeHead(204).end();
  });
  const id = await request();
  await postTestCallbacks({ db, config: configOf(server.url) })();
  expect(verdicts).toEqual(['valid']);
  const found = await find(id);
  expect(found).toMatchObject({ url: `${server.url}${CALLBACK_TEST_PATH}`, answered: 204, error: null });
  const { rows } = await db.pool.query('select id::text, processing_status, decision_reason from twilio_webhook_inbox');
  expect(rows).toEqual([
    { id: found!.inboxId, processing_status: 'discarded', decision_reason: expect.stringContaining('test callback') },
  ]);
});

test('an answer of another kind, no answer, and no auth token are recorded as such', async () => {
  await using server = await startFakeServer(
    async (_received, response) => void response.writeHead(301, { location: '/elsewhere' }).end('moved'),
  );
  const [moved, refused, unsigned] = [await request(), await request(), await request()];
  const post = async (config: ReturnType<typeof configOf>, id: string) => {
    await db.pool.query('update callback_tests set claimed_at = now() where id <> $1 and settled_at is null', [id]);
    await db.pool.query('update callback_tests set claimed_at = null where id = $1', [id]);
    await postTestCallbacks({ db, config })();
    return find(id);
  };
  expect(await post(configOf(server.url), moved)).toMatchObject({ answered: 301, answer: 'moved', inboxId: null });
  expect(await post(configOf('http://127.0.0.1:9'), refused)).toMatchObject({
    answered: null,
    error: expect.stringMatching(/ECONNREFUSED|bad port/),
  });
  const without = { ...configOf(server.url), TWILIO_AUTH_TOKEN: undefined };
  expect(await post(without, unsigned)).toMatchObject({
    url: null,
    error: expect.stringContaining('TWILIO_AUTH_TOKEN'),
  });
});

test('an answer without an end is kept up to its first 500 characters', async () => {
  await using server = await startFakeServer(
    async (_received, response) => void response.writeHead(200).write('x'.repeat(100_000)),
  );
  const id = await request();
  await postTestCallbacks({ db, config: configOf(server.url) })();
  expect(await find(id)).toMatchObject({ answered: 200, answer: 'x'.repeat(500), error: null });
});

test('no more than ten tests wait', async () => {
  for (let n = 0; n < 10; n++) await request();
  expect(await requestCallbackTest(unscoped(db), 'operator')).toBeUndefined();
  const { rows } = await db.pool.query<{ id: string }>('select id::text from callback_tests limit 1');
  await settleCallbackTest(db.pool, rows[0]!.id, { url: null, answered: null, answer: null, tookMs: null, error: 'x' });
  expect(await requestCallbackTest(unscoped(db), 'operator')).toBeDefined();
});
