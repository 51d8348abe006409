import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { metrics, openHttpServer, readEnv } from '@trunkline/service';
import { createHmac } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@trunkline/db/connection';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { openTcpGate } from '../../../test/support/processes/tcp-gate.ts';
import { ingestEnv } from './config.ts';
import { createIngest } from './create-ingest.ts';

const ORIGIN = 'https://calls.example.com';
const opened = new AsyncDisposableStack();
const gate = opened.use(await openTcpGate(process.env['DATABASE_URL']!));
const db = opened.use(openTestDatabase());
const gatedDb = opened.use(openDatabase(gate.url, 'ingest', { connectTimeoutMs: 800, queryTimeoutMs: 2000 }));
const spoolFolder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
opened.defer(() => rm(spoolFolder, { recursive: true }));
const enqueued: string[] = [];
const config = readEnv(ingestEnv, {
  DATABASE_URL: gate.url,
  WEBHOOK_BASE_URL: ORIGIN,
  TWILIO_AUTH_TOKEN: 'token',
  PORT: '0',
  SPOOL_DIR: spoolFolder,
});
const queue = {
  add: async (jobs: readonly { data: { ids: string[] } }[]) =>
    void enqueued.push(...jobs.flatMap(({ data }) => data.ids)),
};
const ingest = opened.use(createIngest({ db: gatedDb, queue, config, log: silentLog }));
const server = opened.use(await openHttpServer(ingest.app, config));
const port = (server.address() as { port: number }).port;
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

const [A, B, C] = [callSid(1), callSid(2), callSid(3)];
type Options = { type?: string; signature?: string; method?: string; at?: number };

/** Posts a form as Twilio would; names and values may be percent-encoded bytes. */
function post(
  target: string,
  form: Record<string, string> | string,
  { type, signature, method = 'POST', at = port }: Options = {},
) {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const headers = {
    'content-type': type ?? 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': signature ?? signatureOf(target, body),
  };
  return fetch(`http://127.0.0.1:${at}${target}`, { method, headers, ...(method === 'POST' && { body }) });
}

/** Twilio's signature of a form whose names do not repeat. */
function signatureOf(target: string, body: string, origin = ORIGIN): string {
  const bytes = (text: string) =>
    text
      .replaceAll('+', ' ')
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const pairs = body
    .split('&')
    .map((pair) => pair.split('=').map(bytes).join(''))
    .toSorted();
  return createHmac('sha1', 'token')
    .update(origin + target + pairs.join(''), 'latin1')
    .digest('base64');
}
const inbox = async () => (await db.pool.query('select * from twilio_webhook_inbox order by call_sid, id')).rows;
const counted = async (name: string, labels: Record<string, string>): Promise<number> => {
  const { values } = (await metrics.registry.getSingleMetric(`trunkline_${name}`)?.get()) ?? { values: [] };
  return (
    values.find((value) => Object.entries(labels).every(([label, text]) => value.labels[label] === text))?.value ?? 0
  );
};

test.each([
  ['/webhooks/twilio/voice-inbound', 200, 'text/xml; charset=utf-8'],
  ['/webhooks/twilio/voice-status', 204, null],
  ['/webhooks/twilio/dial-action', 200, 'text/xml; charset=utf-8'],
  ['/twilio-status', 204, null],
  ['/voice', 200, 'text/xml; charset=utf-8'],
  ['/api/webhooks/call-status', 204, null],
  ['/webhooks/telephony/events', 200, 'application/json; charset=utf-8'],
  ['/api/calls/webhook/twilio', 204, null],
])('%s commits before it answers %i, with a slash at the end too', async (path, status, type) => {
  for (const [n, target] of [path, `${path}/`].entries()) {
    const response = await post(target, progress(callSid(n), 'ringing', 1));
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect(await inbox()).toHaveLength(n + 1);
    await response.text();
  }
});

test.each(['/webhooks/twilio/recording-status', '/api/webhooks/recording-status/'])(
  '%s accepts recordings',
  async (path) => {
    const recording = { CallSid: A, RecordingSid: `RE${A.slice(2)}`, RecordingStatus: 'completed' };
    expect((await post(path, recording)).status).toBe(204);
    expect(await inbox()).toMatchObject([
      { source: 'twilio_recording', event_type: 'recording-complete', recording_sid: recording.RecordingSid },
    ]);
  },
);

test('the application’s query is kept, and each new row is enqueued once', async () => {
  enqueued.length = 0;
  const send = () => post('/twilio-status?candidate_id=7&x=%C3%A9', progress(A, 'ringing', 1));
  expect([(await send()).status, (await send()).status]).toEqual([204, 204]);
  const rows = await inbox();
  expect(rows).toMatchObject([
    { query: { candidate_id: '7', x: 'é' }, raw_target: '/twilio-status?candidate_id=7&x=%C3%A9' },
  ]);
  expect(enqueued).toEqual([rows[0].id]);
});

test('the telephony handler’s answer is processed for the first copy and duplicate for others', async () => {
  const send = async () =>
    (await post('/webhooks/telephony/events?call_id=mine', progress(A, 'in-progress', 2))).json();
  expect(await send()).toEqual({ status: 'processed', call_id: 'mine', event_type: 'call.answered' });
  expect(await send()).toEqual({ status: 'duplicate', call_id: 'mine', event_type: 'call.answered' });
});

test('a candidate who was called is greeted, by POST and by GET', async () => {
  const fields = { CallSid: A, CallStatus: 'in-progress', Direction: 'outbound-api', From: '+16175006181' };
  const posted = await post('/voice?candidate_id=7', fields);
  const target = `/voice?candidate_id=7&${new URLSearchParams({ ...fields, CallSid: B }).toString()}`;
  const asked = await post(target, '', { method: 'GET' });
  for (const response of [posted, asked]) {
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(await response.text()).toMatch(/<Say>Hello.*<Dial .*<Sip .*>sip:/);
  }
  expect(await inbox()).toMatchObject(
    [A, B].map((sid) => ({
      event_type: 'call-inbound',
      call_sid: sid,
      processing_status: 'pending',
      query: { candidate_id: '7' },
      payload: { CallStatus: 'in-progress' },
    })),
  );
  expect((await post('/voice?candidate_id=7', '', { method: 'GET', signature: 'AAAA' })).status).toBe(403);
});

test('a number configured with GET gets a hint', async () => {
  const response = await post('/webhooks/twilio/voice-status', '', { method: 'GET' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining('POST') });
});

test.each([
  ['too large', 413, 'x'.repeat(65_537), {}],
  ['of another type', 415, 'x=1', { type: 'text/plain' }],
  ['forged', 403, 'CallSid=x', { signature: 'AAAA' }],
])('a body that is %s is refused with %i and not stored', async (_name, status, body, options) => {
  expect((await post('/webhooks/twilio/voice-status', body, options)).status).toBe(status);
  expect(await inbox()).toEqual([]);
});

test('a wrong signature is counted by its cause', async () => {
  const before = await counted('signature_failures_total', { reason: 'mismatch' });
  await post('/webhooks/twilio/voice-status', progress(A, 'ringing', 1), { signature: 'AAAA' });
  expect(await counted('signature_failures_total', { reason: 'mismatch' })).toBe(before + 1);
});

test('headers that claim another host, address or target change no verdict', async () => {
  const target = '/webhooks/twilio/voice-status';
  const body = new URLSearchParams(progress(A, 'ringing', 1)).toString();
  const claims = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
    'x-forwarded-port': '8080',
    'x-forwarded-for': '203.0.113.9',
    forwarded: 'for=203.0.113.9;host=evil.example;proto=http',
    'x-original-url': '/twilio-status',
    'x-rewrite-url': '/twilio-status',
    'content-type': 'application/x-www-form-urlencoded',
  };
  const send = async (signature: string) => {
    const headers = { ...claims, 'x-twilio-signature': signature };
    return (await fetch(`http://127.0.0.1:${port}${target}`, { method: 'POST', headers, body })).status;
  };
  expect(await send(signatureOf(target, body, 'http://evil.example:8080'))).toBe(403);
  expect(await send(signatureOf(target, body, 'http://evil.example'))).toBe(403);
  expect(await inbox()).toEqual([]);
  expect(await send(signatureOf(target, body))).toBe(204);
});

test('a signed request that names no call is acknowledged and quarantined', async () => {
  const long = `${'x'.repeat(99)}😀`;
  for (const sid of ['CAnonsense', long])
    expect((await post('/webhooks/twilio/voice-status', { ...progress(A, 'ringing', 1), CallSid: sid })).status).toBe(
      204,
    );
  expect((await inbox()).map((row) => [row.processing_status, row.error])).toEqual([
    ['quarantined', 'CallSid is malformed'],
    ['quarantined', 'CallSid is malformed'],
  ]);
});

test('a captured request with repeated parameters makes no further row', async () => {
  const form = new URLSearchParams(progress(A, 'ringing', 1)).toString();
  for (const repeats of ['', '&CallStatus=ringing', '&CallStatus=ringing&CallStatus=ringing']) {
    const signature = signatureOf('/twilio-status', form);
    expect((await post('/twilio-status', form + repeats, { signature })).status).toBe(204);
  }
  expect(await inbox()).toMatchObject([{ processing_status: 'pending', payload: { CallStatus: 'ringing' } }]);
});

test('a callback of another kind is kept, and waits to be applied', async () => {
  const fields = { CallSid: A, StreamSid: 'MZ1', StreamEvent: 'stream-error', Timestamp: '2026-11-28T10:00:00.000Z' };
  expect((await post('/webhooks/twilio/voice-status', fields)).status).toBe(204);
  expect(await inbox()).toMatchObject([{ event_type: 'other', processing_status: 'pending', error: null }]);
});

test('a request that waits for TwiML gets TwiML on a path for status callbacks', async () => {
  const fields = { CallSid: A, CallStatus: 'in-progress', Direction: 'inbound', QueueResult: 'hangup' };
  const response = await post('/twilio-status', fields);
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('<Response/>')]);
});

test('a request target in absolute form reaches its path', async () => {
  const body = new URLSearchParams(progress(A, 'ringing', 1)).toString();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST ${ORIGIN}/twilio-status HTTP/1.1\r\nHost: calls.example.com\r\nConnection: close\r\n` +
      `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n` +
      `X-Twilio-Signature: ${signatureOf('/twilio-status', body)}\r\n\r\n${body}`,
  );
  const received: Buffer[] = [];
  for await (const data of socket) received.push(data as Buffer);
  expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1.1 204 /);
  expect(await inbox()).toMatchObject([{ raw_target: '/twilio-status' }]);
});

test('a path with two slashes gets a 404 that names the one with one', async () => {
  const response = await post('//twilio-status/', progress(A, 'ringing', 1));
  expect([response.status, await response.json()]).toEqual([
    404,
    expect.objectContaining({ detail: expect.stringContaining('/twilio-status') }),
  ]);
});

test('NUL and broken UTF-8 are escaped and flagged, and no other callback suffers', async () => {
  const fields = (sid: string) => new URLSearchParams(progress(sid, 'ringing', 1)).toString();
  const bodies = [fields(A), `CallerCity=S%C3%A3o%00%FF&${fields(B)}`, fields(C)];
  const answers = await Promise.all(bodies.map((body) => post('/webhooks/twilio/voice-status', body)));
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
  const rows = await inbox();
  expect(rows.map((row) => row.escaped_fields)).toEqual([[], ['CallerCity'], []]);
  expect(rows[1].payload.CallerCity).toBe(String.raw`São\u0000\xff`);
});

test('while Postgres is unavailable a callback gets 503, and a caller is connected', async () => {
  await gate.shut();
  const [status, call] = await Promise.all([
    post('/webhooks/twilio/voice-status', progress(A, 'ringing', 1)),
    post('/webhooks/twilio/voice-inbound', progress(B, 'ringing', 1)),
  ]);
  expect([status.status, status.headers.get('retry-after')]).toEqual([503, '1']);
  expect([call.status, await call.text()]).toEqual([
    200,
    expect.stringMatching(/<Response><Dial .*<\/Dial><\/Response>$/),
  ]);
  await gate.open();
  const again = () => post('/webhooks/twilio/voice-status', progress(A, 'ringing', 1));
  await eventually(async () => expect((await again()).status).toBe(204));
  await eventually(async () => expect((await inbox()).map((row) => row.call_sid)).toEqual([A, B])); // the caller's was kept on disk
});

test('with SPOOL=all every callback is acknowledged while Postgres is unavailable, and health says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
  await using local = new AsyncDisposableStack();
  local.defer(() => rm(folder, { recursive: true }));
  const parts = { db: gatedDb, queue, log: silentLog };
  const all = local.use(createIngest({ ...parts, config: { ...config, SPOOL: 'all', SPOOL_DIR: folder } }));
  const other = local.use(await openHttpServer(all.app, config));
  const at = (other.address() as { port: number }).port;
  const health = async () => (await fetch(`http://127.0.0.1:${at}/health`)).json();
  await gate.shut();
  const report = (sid: string) => post('/webhooks/telephony/events', progress(sid, 'ringing', 1), { at });
  const answers = await Promise.all([report(A), report(B), report(C)]);
  expect(await answers[0].json()).toMatchObject({ status: 'processed', call_id: A });
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await health()).toMatchObject({
    status: 'healthy',
    postgres: 'unavailable: callbacks are kept on disk and acknowledged',
    outage: { cause: expect.any(String), since: expect.any(String) },
    spool: { mode: 'all' },
  });
  await gate.open();
  await eventually(async () => expect((await inbox()).map((row) => row.call_sid)).toEqual([A, B, C]));
  await eventually(async () => expect(await health()).toMatchObject({ postgres: 'up' }));
  expect((await inbox()).every(({ id }) => enqueued.includes(id))).toBe(true);
});

test('a spool file that Postgres refuses in any form is set aside, and callbacks are stored', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
  await using local = new AsyncDisposableStack();
  local.defer(() => rm(folder, { recursive: true }));
  const refused = callbackToStore(progress(A, 'ringing', 1), { dedupeKey: 'call\0' });
  const good = callbackToStore(progress(B, 'ringing', 1));
  await writeFile(join(folder, '0.jsonl'), `${JSON.stringify(refused)}\n${JSON.stringify(good)}\n`);
  const parts = { db: gatedDb, queue, log: silentLog };
  local.use(createIngest({ ...parts, config: { ...config, SPOOL: 'all', SPOOL_DIR: folder } }));
  await eventually(async () =>
    expect((await readdir(folder)).toSorted()).toEqual([
      expect.stringMatching(/\.bad$/),
      expect.stringMatching(/^reserve-/),
    ]),
  );
  expect((await inbox()).map((row) => row.call_sid)).toEqual([B]);
});

test('a body that never ends is cut', async () => {
  server.requestTimeout = 200;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST /twilio-status HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nCallSid=',
  );
  const received: Buffer[] = [];
  for await (const data of socket) received.push(data as Buffer);
  expect(Buffer.concat(received).toString()).toMatch(/^(?:HTTP\/1.1 408 |$)/);
  server.requestTimeout = 10_000;
  expect(await inbox()).toEqual([]);
});
