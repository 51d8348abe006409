import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { saveCampaign } from '@trunkline/db/campaigns';
import { openDatabase, unscoped } from '@trunkline/db/connection';
import { openHttpServer, readEnv } from '@trunkline/service';
import { interviewPrompts } from '@trunkline/twilio/twiml';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callSid } from '../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { countSpooled } from '../../../test/support/spool.ts';
import { openTcpGate } from '../../../test/support/processes/tcp-gate.ts';
import { ingestEnv } from './config.ts';
import { createIngest } from './create-ingest.ts';

const ORIGIN = 'https://calls.example.com';
const DIALOGUE = 'https://survey.example.com/dialogue?v=2';
const opened = new AsyncDisposableStack();
const gate = opened.use(await openTcpGate(process.env['DATABASE_URL']!));
const db = opened.use(openTestDatabase());
const gatedDb = opened.use(openDatabase(gate.url, 'ingest', { connectTimeoutMs: 800, queryTimeoutMs: 2000 }));
const spool = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
opened.defer(() => rm(spool, { recursive: true }));
const config = readEnv(ingestEnv, {
  DATABASE_URL: gate.url,
  WEBHOOK_BASE_URL: ORIGIN,
  TWILIO_AUTH_TOKEN: 'token',
  PORT: '0',
  SPOOL_DIR: spool,
});
const ingest = opened.use(createIngest({ db: gatedDb, queue: { add: async () => {} }, config, log: silentLog }));
const server = opened.use(await openHttpServer(ingest.app, config));
const { port } = server.address() as { port: number };
afterAll(async () => opened.disposeAsync());
beforeEach(async () => {
  await gate.open();
  await emptyTables(db);
  await saveCampaign(unscoped(db), { id: 'spring', name: 'Spring', dialogueUrl: DIALOGUE, language: 'de-DE' });
});

const german = interviewPrompts('de-DE');
const english = interviewPrompts('en-US');
const CALL = { CallSid: callSid(1), CallStatus: 'in-progress', From: '+16175006181', To: '+15085140320' };
const WHOSE = 'campaign_id=spring&contact_id=7&call_id=c-1';
const VOICE = `/api/calls/consent?${WHOSE}`;
const at = (consent: string, attempt: number) => `/api/calls/consent?consent=${consent}&attempt=${attempt}&${WHOSE}`;

/** What Twilio gets at this path, and where that leads. */
async function ask(path: string, fields: Record<string, string> = {}) {
  const form = { ...CALL, ...fields };
  const pairs = Object.entries(form).map((pair) => pair.join(''));
  const signature = createHmac('sha1', 'token')
    .update(ORIGIN + path + pairs.toSorted().join(''))
    .digest('base64');
  const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(form).toString();
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  const xml = await response.text();
  const link = (pattern: RegExp) => pattern.exec(xml)?.[1]?.replaceAll('&amp;', '&').split('#')[0]?.replace(ORIGIN, '');
  return {
    status: response.status,
    xml,
    says: [...xml.matchAll(/<Say[^>]*>([^<]*)<\/Say>/g)].map(([, text]) => text!),
    action: link(/action="([^"]+)"/) ?? '',
    redirect: link(/<Redirect[^>]*>([^<]+)</) ?? '',
  };
}

test('a person is asked in their language before anything else, consents aloud, and goes on to the dialogue', async () => {
  const question = await ask((await ask(VOICE)).redirect);
  expect(question.says).toEqual([german.consentQuestion]);
  const statement = await ask(question.action, { SpeechResult: 'Ja, gerne.', Confidence: '0.9' });
  expect(statement.says).toEqual([german.consentStatement]);
  expect(statement.xml).toContain('<Record ');
  const RecordingSid = `RE${'a'.repeat(32)}`;
  const RecordingUrl = `https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/${RecordingSid}`;
  const next = await ask(statement.action, { RecordingSid, RecordingUrl, RecordingDuration: '4', Digits: '#' });
  expect(next.redirect).toBe(`${DIALOGUE}&${WHOSE}`);
  expect((await ask(statement.redirect)).redirect).toBe(next.redirect);
  const { rows } = await db.pool.query<{ event_type: string }>(
    'select event_type from twilio_webhook_inbox order by id',
  );
  const kinds = ['call-inbound', 'call-inbound', 'gather-action', 'record-action', 'call-inbound'];
  expect(rows.map((row) => row.event_type)).toEqual(kinds);
});

test('a person who says no hears a goodbye, and the call ends', async () => {
  const { says, xml } = await ask(at('answer', 1), { Digits: '2' });
  expect([says, xml.includes('<Hangup/>')]).toEqual([[german.consentRefused], true]);
});

test('after silence or an unclear answer the question is asked once more, and then the call ends', async () => {
  for (const [path, fields] of [
    [at('silent', 1), {}],
    [at('answer', 1), { Digits: '9' }],
  ] as const) {
    const again = await ask(path, fields);
    expect(again.says).toEqual([german.consentRepeat, german.consentQuestion]);
    expect((await ask(again.redirect)).says).toEqual([german.consentRefused]);
    expect((await ask(again.action, { Digits: '9' })).says).toEqual([german.consentRefused]);
  }
});

test('a copy of a request gets the same document, and is stored once', async () => {
  const [one, two] = [await ask(at('answer', 1), { Digits: '1' }), await ask(at('answer', 1), { Digits: '1' })];
  expect(two.xml).toBe(one.xml);
  expect((await db.pool.query('select from twilio_webhook_inbox')).rows).toHaveLength(1);
});

test('a hang-up is answered with an empty document', async () => {
  expect((await ask(at('answer', 1), { CallStatus: 'completed' })).xml).toMatch(/<Response\/>$/);
});

test.each([
  ['a campaign without a dialogue', at('ask', 1).replace('spring', 'summer')],
  ['an unknown campaign', at('ask', 1).replace('spring', 'unknown')],
  ['a call of no campaign', '/api/calls/consent'],
])('%s asks nothing, and ends in an apology', async (_, path) => {
  await saveCampaign(unscoped(db), { id: 'summer', name: 'Summer' });
  const { status, says, xml } = await ask(path);
  expect([status, xml.includes('<Hangup/>')]).toEqual([200, true]);
  expect(says).toEqual([expect.stringContaining('We are sorry')]);
});

test('while Postgres is unavailable a known campaign goes on, another one asks in English and waits, and nothing is lost', async () => {
  await ask(at('ask', 1));
  await saveCampaign(unscoped(db), { id: 'fresh', name: 'Fresh', dialogueUrl: DIALOGUE });
  await gate.shut();
  const fresh = (path: string) => path.replace('spring', 'fresh');
  const [known, question, refused, waits, tired] = await Promise.all([
    ask(at('given', 1)),
    ask(fresh(at('ask', 1))),
    ask(fresh(at('answer', 1)), { Digits: '2' }),
    ask(fresh(at('given', 1))),
    ask(fresh(at('given', 5))),
  ]);
  expect(known.redirect).toBe(`${DIALOGUE}&${WHOSE}`);
  expect(question.says).toEqual([english.consentQuestion]);
  expect(refused.says).toEqual([english.consentRefused]);
  const inOrder = (path: string) =>
    path.replace(/\?.*/, (query) => `?${query.slice(1).split('&').toSorted().join('&')}`);
  expect([waits.xml.includes('<Pause length="3"/>'), waits.redirect]).toEqual([true, inOrder(fresh(at('given', 2)))]);
  expect(tired.says).toEqual([expect.stringContaining('We are sorry')]);
  expect(await countSpooled(spool)).toBe(5);
  await gate.open();
  expect((await ask(waits.redirect)).redirect).toBe(fresh(`${DIALOGUE}&${WHOSE}`));
  await eventually(async () => expect((await db.pool.query('select from twilio_webhook_inbox')).rows).toHaveLength(7));
});
