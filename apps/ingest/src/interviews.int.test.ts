import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { openHttpServer, readEnv } from '@trunkline/service';
import { interviewPrompts } from '@trunkline/twilio/twiml';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callSid } from '../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { createTestInterview, emptyInterviews } from '../../../test/support/db/interviews.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { countSpooled } from '../../../test/support/spool.ts';
import { openTcpGate } from '../../../test/support/processes/tcp-gate.ts';
import { ingestEnv } from './config.ts';
import { createIngest } from './create-ingest.ts';

const ORIGIN = 'https://calls.example.com';
const opened = new AsyncDisposableStack();
const gate = opened.use(await openTcpGate(process.env['DATABASE_URL']!));
const db = opened.use(openTestDatabase());
const gatedDb = opened.use(openDatabase(gate.url, 'ingest', { connectTimeoutMs: 800, queryTimeoutMs: 2000 }));
const spool = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
opened.defer(() => rm(spool, { recursive: true }));
const env = {
  DATABASE_URL: gate.url,
  WEBHOOK_BASE_URL: ORIGIN,
  TWILIO_AUTH_TOKEN: 'token',
  PORT: '0',
  SPOOL_DIR: spool,
};
const config = readEnv(ingestEnv, env);
const ingest = opened.use(createIngest({ db: gatedDb, queue: { add: async () => {} }, config, log: silentLog }));
const server = opened.use(await openHttpServer(ingest.app, config));
const { port } = server.address() as { port: number };
afterAll(() => opened.disposeAsync());
beforeEach(async () => {
  await emptyTables(db);
  await emptyInterviews(db);
});

const prompts = interviewPrompts('en-US');
const CALL = { CallSid: callSid(1), CallStatus: 'in-progress', From: '+16175006181', To: '+15085140320' };
const ENDED = { CallSid: callSid(1), CallStatus: 'completed', CallDuration: '7' };
const UNKNOWN = '99999999-0000-4000-8000-000000000000';
const RECORDED = {
  ...CALL,
  Digits: '#',
  RecordingSid: `RE${'a'.repeat(32)}`,
  RecordingDuration: '9',
  RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE${'a'.repeat(32)}`,
};

/** What Twilio gets at this path; what is between the tags, as spoken. */
async function ask(
  path: string,
  fields: Record<string, string> = CALL,
): Promise<{ status: number; says: string[]; xml: string }> {
  const pairs = Object.entries(fields).map((pair) => pair.join(''));
  const signature = createHmac('sha1', 'token')
    .update(ORIGIN + path + pairs.toSorted().join(''))
    .digest('base64');
  const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(fields).toString();
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  const xml = await response.text();
  return {
    status: response.status,
    xml,
    says: [...xml.matchAll(/<Say[^>]*>([^<]*)<\/Say>/g)].map(([, text]) => text!),
  };
}
const voice = (id: string, n: number, attempt = 1, more = '') =>
  `/api/interviews/voice?interview_id=${id}&question_number=${n}&attempt=${attempt}${more}`;
const answer = (id: string, n: number, attempt = 1) =>
  `/api/webhooks/record-response/?interview_id=${id}&question_number=${n}&attempt=${attempt}`;

/** Where a document sends Twilio next: path and query as Twilio would ask for them. */
const linkIn = (xml: string, pattern: RegExp): string =>
  pattern.exec(xml)![1]!.replaceAll('&amp;', '&').split('#')[0]!.slice(ORIGIN.length);

test('a caller is led from the welcome to the goodbye by the URLs in the documents alone', async () => {
  const id = await createTestInterview(db, 2);
  const first = await ask(voice(id, 1));
  expect(first.says).toEqual([prompts.welcome(2), 'Question 1?']);
  const again = await ask(linkIn(first.xml, /<Redirect[^>]*>([^<]+)</));
  expect(again.says).toEqual([prompts.repeat, 'Question 1?']);
  const second = await ask(linkIn(again.xml, /action="([^"]+)"/), RECORDED);
  expect(second.says).toEqual([prompts.thanks, 'Question 2?']);
  const end = await ask(linkIn(second.xml, /action="([^"]+)"/), RECORDED);
  expect(end.says).toEqual([prompts.completion]);
  const { rows } = await db.pool.query('select event_type, processing_status from twilio_webhook_inbox order by id');
  expect(rows).toEqual(
    ['call-inbound', 'call-inbound', 'record-action', 'record-action'].map((event_type) => ({
      event_type,
      processing_status: 'pending',
    })),
  );
});

test('an action that comes twice gets the same document twice, and is stored once', async () => {
  const id = await createTestInterview(db, 2);
  const [one, two] = [await ask(answer(id, 1), RECORDED), await ask(answer(id, 1), RECORDED)];
  expect(two.xml).toBe(one.xml);
  expect((await db.pool.query('select from twilio_webhook_inbox')).rows).toHaveLength(1);
});

test('a hang-up is stored and answered with an empty document', async () => {
  const id = await createTestInterview(db, 2);
  const { xml } = await ask(answer(id, 1), { ...RECORDED, Digits: 'hangup', CallStatus: 'completed' });
  expect(xml).toMatch(/<Response\/>$/);
});

test.each([
  ['an interview that does not exist', voice(UNKNOWN, 1)],
  ['a URL without an interview', '/api/interviews/voice'],
  ['an impossible interview', voice('1', 1)],
])('%s ends in an apology, not in silence', async (_name, path) => {
  const { status, says, xml } = await ask(path);
  expect([status, says, xml.includes('<Hangup/>')]).toEqual([200, [prompts.error], true]);
});

test.each([
  ['a status without CallStatus', '/api/webhooks/call-status/', { CallSid: callSid(1) }, 400],
  ['a status of a malformed call', '/api/webhooks/call-status/', { CallSid: 'test', CallStatus: 'completed' }, 400],
  ['a status without a call', '/api/webhooks/call-status/', { CallStatus: 'completed', CallDuration: '1' }, 400],
  [
    'a recording without its status',
    '/api/webhooks/recording-status/',
    { CallSid: callSid(1), RecordingSid: 'RE1' },
    400,
  ],
  ['a status of an unknown interview', `/api/webhooks/call-status/?interview_id=${UNKNOWN}`, ENDED, 404],
  ['a status of a malformed interview', '/api/webhooks/call-status/?interview_id=7', ENDED, 404],
  ['an answer to an unknown interview after the hang-up', answer(UNKNOWN, 1), { ...RECORDED, ...ENDED }, 404],
  ['an answer to no interview after the hang-up', '/api/webhooks/record-response/', { ...RECORDED, ...ENDED }, 400],
  ['a status that names no interview', '/api/webhooks/call-status/', ENDED, 204],
])('%s is stored, and gets the right status', async (_name, path, fields, status) => {
  expect((await ask(path, fields)).status).toBe(status);
  expect((await db.pool.query('select from twilio_webhook_inbox')).rows).toHaveLength(1);
});

test('while Postgres is unavailable a known interview goes on, another caller hears an apology, and nothing is lost', async () => {
  const [known, unknown] = [await createTestInterview(db, 2), await createTestInterview(db, 2)];
  await ask(voice(known, 1));
  await gate.shut();
  const [next, sorry] = await Promise.all([ask(answer(known, 1), RECORDED), ask(voice(unknown, 1))]);
  expect(next.says).toEqual([prompts.thanks, 'Question 2?']);
  expect(sorry.says).toEqual([prompts.error]);
  expect(await countSpooled(spool)).toBe(2);
  await gate.open();
  await eventually(async () => expect((await db.pool.query('select from twilio_webhook_inbox')).rows).toHaveLength(3));
});
