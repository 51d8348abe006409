import { afterAll, expect, test } from '@jest/globals';
import type { CallbackToStore } from '@trunkline/db/inbox';
import { explainCall, type StoryRow } from '@trunkline/explain';
import { openHttpServer, readEnv } from '@trunkline/service';
import {
  CALLBACK_KINDS,
  CALLBACK_PATHS,
  replyTo,
  type CallbackKind,
  type Fields,
} from '@trunkline/telephony/callbacks';
import express from 'express';
import type { AddressInfo } from 'node:net';
import { callbackHandler } from '../../apps/ingest/src/callback-handler.ts';
import { ingestEnv } from '../../apps/ingest/src/config.ts';
import { createReplies } from '../../apps/ingest/src/replies.ts';
import { TWILIO_PAYLOADS } from '../fixtures/twilio-payloads.ts';
import { silentLog } from '../support/silent-log.ts';
import { callbackToStore } from '../support/twilio/callbacks.ts';

const none = new Set<string>();
const sip = { sipUser: 'dispatcher', sipDomain: 'x.sip.twilio.com' };
const routing = { ...sip, ownedNumbers: none, emergencyNumbers: none, refusalOf: () => null, baseUrl: '' };
const replies = createReplies({
  routing,
  interview: { twiml: async () => '<Response/>', findFault: async () => null },
  consentTwiml: async () => '<Response/>',
  log: silentLog,
});

/** What an explanation says that a stored callback was answered with. */
function explained(rawTarget: string, kind: CallbackKind, payload: Fields): string | null {
  const now = new Date();
  const row = {
    kind,
    rawTarget,
    payload,
    source: 'webhook',
    state: 'pending',
    copies: 1,
    fact: null,
    decisionReason: null,
  } as StoryRow;
  const rows = [{ ...row, receivedAt: now.toISOString() }];
  const parent = { callSid: 'CA1', call: null, rows, gaps: [], recordings: [], lookup: null };
  return explainCall({ parent, children: [] }, now).timeline[0]!.answer;
}

/** The same word for what was really sent. */
function wordFor(status: number, type: string | null | undefined): string {
  if (status !== 200) return `${status}`;
  return type?.startsWith('text/xml') ? 'TwiML' : type?.startsWith('application/json') ? 'JSON' : `${type}`;
}

test.each([...CALLBACK_PATHS])(
  'every kind of callback is explained as ingest answers it at %s',
  async (path, entry) => {
    for (const kind of CALLBACK_KINDS) {
      const sent = { status: 0, type: undefined as string | undefined };
      const response = {
        writeHead: (status: number, headers?: Record<string, string>) => (
          Object.assign(sent, { status, type: headers?.['content-type'] }),
          response
        ),
        end: () => {},
      };
      const fields = { CallSid: 'CA1', CallStatus: 'ringing' };
      const callback = callbackToStore(fields, { callbackKind: kind });
      await replies[replyTo(entry, kind, fields)](response as never, callback, { id: '1', isNew: true });
      for (const target of [path, `${path}/`, `${path}?candidate_id=7&x=/`])
        expect([kind, explained(target, kind, fields)]).toEqual([kind, wordFor(sent.status, sent.type)]);
    }
  },
);

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const stored: CallbackToStore[] = [];
const commit = { add: async (callback: CallbackToStore) => (stored.push(callback), { id: '1', isNew: true }) };
const checkSignature = () => 'valid' as const;
const accounts = { own: undefined, others: 'any' } as const;
const handler = {
  commit,
  spool: { keep: async () => false },
  outage: { isOpen: () => false },
  connections: { isSigned: () => {} },
  figures: { acked: () => {}, refused: () => {}, spooled: () => {} },
  rejections: { add: () => {} },
  checkSignature,
  signatures: 'enforce',
  replies,
} as const;
const app = express().use(callbackHandler({ ...handler, accounts, warn: () => {} }));
const env = { DATABASE_URL: 'postgresql://x', TWILIO_AUTH_TOKEN: 'token', PORT: '0' };
const server = opened.use(await openHttpServer(app, readEnv(ingestEnv, env)));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test.each([...CALLBACK_PATHS.keys()])('every request of Twilio at %s is explained as it was answered', async (path) => {
  for (const { name, fields } of TWILIO_PAYLOADS) {
    const target = `${path}?candidate_id=7`;
    const response = await fetch(origin + target, { method: 'POST', body: new URLSearchParams(fields) });
    await response.text();
    const { callbackKind, rawTarget, payload } = stored.at(-1)!;
    const answered = wordFor(response.status, response.headers.get('content-type'));
    expect([name, explained(rawTarget, callbackKind, payload as Fields)]).toEqual([name, answered]);
  }
  expect(stored.splice(0)).toHaveLength(TWILIO_PAYLOADS.length);
});

test('the greeting of a candidate is explained as TwiML', () => {
  expect(explained('/voice?candidate_id=1', 'call-inbound', {})).toBe('TwiML');
});
