import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openHttpServer, readEnv } from '@trunkline/service';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { postSigned, signerOf } from '../../../test/support/twilio/post-signed.ts';
import { ingestEnv } from './config.ts';
import { createIngest } from './create-ingest.ts';

const PATH = '/webhooks/twilio/voice-status';
const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
const folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
opened.defer(() => rm(folder, { recursive: true }));
const config = readEnv(ingestEnv, {
  DATABASE_URL: process.env['DATABASE_URL'],
  WEBHOOK_BASE_URL: 'https://calls.example.com',
  TWILIO_AUTH_TOKEN: 'token',
  PORT: '0',
  SPOOL: 'all',
  SPOOL_DIR: folder,
});
const enqueued: string[] = [];
const queue = {
  add: async (jobs: readonly { data: { ids: string[] } }[]) =>
    void enqueued.push(...jobs.flatMap(({ data }) => data.ids)),
};
const ingest = opened.use(createIngest({ db, queue, config, log: silentLog }));
const server = opened.use(await openHttpServer(ingest.app, config, ingest.options));
const { port } = server.address() as AddressInfo;
const origin = `http://127.0.0.1:${port}`;
const sign = signerOf('https://calls.example.com', 'token');
afterAll(() => opened.disposeAsync());
beforeEach(async () => {
  await emptyTables(db);
  enqueued.length = 0;
});

const post = async (n: number, headers: Record<string, string> = {}): Promise<number> =>
  (await postSigned(origin, sign, PATH, progress(callSid(n), 'ringing', 1), headers)).status;
const rows = async () => (await db.pool.query('select id, idempotency_token from twilio_webhook_inbox')).rows;
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

test('a callback that arrives a hundred times at once, each with another idempotency token, is one row and one job', async () => {
  const answers = await Promise.all(range(100).map(() => post(1, { 'i-twilio-idempotency-token': randomUUID() })));
  expect(answers).toEqual(range(100).map(() => 204));
  await eventually(async () => expect(await rows()).toHaveLength(1));
  const { rows: counted } = await db.pool.query('select copies from twilio_webhook_dedupe');
  expect(counted).toEqual([{ copies: 100 }]);
  expect(enqueued).toEqual([(await rows())[0].id]);
});

test('of two thousand callbacks at once each is acknowledged and one row', async () => {
  expect(new Set(await Promise.all(range(2000).map((n) => post(n))))).toEqual(new Set([204]));
  await eventually(async () => expect(await rows()).toHaveLength(2000));
});

/** A connection that sends this, then `more` twice a second, until it is closed. */
function dawdle(first: string, more: string): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  if (first) socket.write(first);
  if (more) {
    const timer = setInterval(() => socket.write(more), 500);
    socket.once('close', () => clearInterval(timer));
  }
  return socket;
}

test('slow heads, slow bodies and silent connections are cut, and signed requests are answered meanwhile', async () => {
  const head = `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
  const slow = range(150).flatMap(() => [
    dawdle(head, 'X-More: x\r\n'),
    dawdle(`${head}Content-Length: 60000\r\n\r\nCallSid=`, 'x'),
    dawdle('', ''),
  ]);
  const isOpen = () => slow.filter((socket) => !socket.closed);
  await eventually(() => expect(slow.every(({ connecting }) => !connecting)).toBe(true));
  let n = 0;
  await eventually(
    async () => {
      expect(await post((n += 1))).toBe(204);
      expect(isOpen()).toEqual([]);
    },
    { timeoutMs: 60_000 },
  );
  await eventually(async () => expect(await rows()).toHaveLength(n));
});

/** Sends a request on the one connection of an agent; returns that connection. */
async function sendOn(agent: Agent, path: string, n?: number): Promise<{ status: number; socket: Socket }> {
  const fields = n === undefined ? {} : progress(callSid(n), 'ringing', 1);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': sign(path, fields) };
  const outgoing = request(`${origin}${path}`, { agent, headers, method: n === undefined ? 'GET' : 'POST' });
  outgoing.end(n === undefined ? undefined : new URLSearchParams(fields).toString());
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const { socket } = response;
  response.resume();
  await once(response, 'end');
  return { status: response.statusCode ?? 0, socket };
}

test('an idle connection of signed requests stays open for a load balancer, another one is closed after seconds', async () => {
  const [signed, unsigned] = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
  // Not by the headers of the answer, which tell every client the short time.
  const first = await sendOn(signed, PATH, 1);
  const stranger = await sendOn(unsigned, '/health');
  expect([first.status, stranger.status]).toEqual([204, 200]);
  await eventually(() => expect(stranger.socket.closed).toBe(true));
  expect(first.socket.closed).toBe(false);
  const second = await sendOn(signed, PATH, 2);
  expect(second.status).toBe(204);
  expect(second.socket).toBe(first.socket);
  signed.destroy();
  unsigned.destroy();
});
