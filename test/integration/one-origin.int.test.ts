import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CALLBACK_PATHS } from '@trunkline/telephony/callbacks';
import type { IncomingMessage } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { consoleEnv } from '../../apps/console/test/support/console-stack.ts';
import { asApiRole } from '../support/db/as-login.ts';
import { emptyTables, openTestDatabase } from '../support/db/inbox.ts';
import { eventually } from '../support/eventually.ts';
import { startFakeServer } from '../support/fake-server.ts';
import {
  ORIGIN,
  PROXIES,
  startOriginProxy,
  whyNoProxy,
  type OriginProxy,
  type ProxyName,
} from '../support/processes/origin-proxy.ts';
import { startApp, type AppProcess } from '../support/processes/processes.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';
import { signerOf } from '../support/twilio/post-signed.ts';

const TOKEN = 'token';
const STATUS = '/webhooks/twilio/voice-status';
const BODY_LIMIT = 65_536;
const TRUSTED = { name: 'proxy', state: 'ok' };
const BROWSER = { accept: 'text/html', 'accept-encoding': 'gzip' };

const names = Object.keys(PROXIES) as ProxyName[];
const installed = names.filter((name) => whyNoProxy(name) === undefined);

const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
const sign = signerOf(ORIGIN, TOKEN);
let ingest: AppProcess;
let api: AppProcess;
let operator: Record<string, string>;
const proxies = new Map<ProxyName, OriginProxy>();
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
  opened.defer(() => rm(folder, { recursive: true }));
  const env = { WEBHOOK_BASE_URL: ORIGIN, TRUSTED_PROXIES: '127.0.0.1' };
  const ofConsole = await consoleEnv();
  operator = { authorization: `Basic ${btoa(`admin:${ofConsole.BOARD_PASSWORD}`)}` };
  const ofApi = { ...ofConsole, DATABASE_URL: asApiRole(process.env['DATABASE_URL']!), LOCAL_OPERATOR: 'true' };
  const ofIngest = { TWILIO_AUTH_TOKEN: TOKEN, SPOOL_DIR: folder };
  [ingest, api] = await Promise.all([
    startApp('ingest', { env: { ...env, ...ofIngest } }).then((app) => opened.use(app)),
    startApp('api', { env: { ...env, ...ofApi } }).then((app) => opened.use(app)),
  ]);
  const places = { ingest: [new URL(ingest.url).host], api: [new URL(api.url).host] };
  for (const name of installed) proxies.set(name, opened.use(await startOriginProxy(name, places)));
});
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

type Fields = Record<string, string>;

/** Posts a form, signed for the public URL or as the headers say. */
function post(proxy: OriginProxy, target: string, fields: Fields, headers: Fields = {}): Promise<IncomingMessage> {
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': sign(target, fields) };
  return proxy.send(target, {
    method: 'POST',
    headers: { ...form, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

const storedTargets = async (): Promise<string[]> => {
  const { rows } = await db.pool.query<{ target: string }>('select raw_target as target from twilio_webhook_inbox');
  return rows.map(({ target }) => target);
};

/** Ingest names no request; every answer of api has a name. */
const isOfApi = ({ headers }: IncomingMessage): boolean => headers['x-request-id'] !== undefined;

async function statusOf(answer: Promise<IncomingMessage>): Promise<number | undefined> {
  const response = await answer;
  response.resume();
  return response.statusCode;
}

/** Requests that the limit leaves to a client, which says that it is another one. */
async function left(proxy: OriginProxy, from: string, claims: Fields = {}): Promise<number> {
  const response = await proxy.send('/docs', { from, headers: claims });
  response.resume();
  return Number(/r=(\d+)/.exec(String(response.headers['ratelimit']))?.[1]);
}

const fillerFor = (fields: Fields): string =>
  'x'.repeat(BODY_LIMIT - new URLSearchParams({ ...fields, Filler: '' }).toString().length);

for (const name of names) {
  const fault = whyNoProxy(name);
  if (fault !== undefined) console.warn(`Skipped: one origin by ${name}. To run it, ${fault}.`);
  (fault === undefined ? describe : describe.skip)(`one origin by ${name}`, () => {
    let proxy: OriginProxy;
    beforeAll(() => {
      proxy = proxies.get(name)!;
    });

    test('a callback is accepted at the exact URL for which it is signed, and stored with it', async () => {
      const targets = [
        STATUS,
        `${STATUS}//?note=a%2Bb%20c+d%2f%2F&x;y=|{}"^\`~!*'()&z=%c3%A9%zz&empty=&none`,
        '/twilio-status/?candidate_id=00000000-0000-4000-8000-000000000001&?//..%2e',
        '/api/webhooks/call-status///?',
      ];
      for (const [n, target] of targets.entries())
        expect(await statusOf(post(proxy, target, progress(callSid(n), 'ringing', 1)))).toBe(204);
      expect((await storedTargets()).toSorted()).toEqual(targets.toSorted());
    });

    test('a wrong signature gets 403 from ingest, and so does one for http', async () => {
      const fields = progress(callSid(1), 'ringing', 1);
      const ofHttp = signerOf(ORIGIN.replace('https', 'http'), TOKEN)(STATUS, fields);
      for (const signature of ['bm90IHRoZSBzaWduYXR1cmU=', ofHttp]) {
        const response = await post(proxy, STATUS, fields, { 'x-twilio-signature': signature });
        expect(response.statusCode).toBe(403);
        expect(await json(response)).toMatchObject({ title: 'Twilio signature did not match' });
      }
      expect(await storedTargets()).toEqual([]);
    });

    test('a caller gets TwiML, by POST and by GET', async () => {
      const { AccountSid = '', From = '', To = '' } = progress(callSid(1), 'ringing', 1);
      const fields = { CallSid: callSid(1), AccountSid, From: To, To: From, CallStatus: 'ringing' };
      const target = `/voice?${new URLSearchParams({ ...fields, CallSid: callSid(2) }).toString()}`;
      const byGet = proxy.send(target, { headers: { 'x-twilio-signature': sign(target, {}) } });
      for (const answer of [post(proxy, '/webhooks/twilio/voice-inbound', fields), byGet]) {
        const response = await answer;
        expect([response.statusCode, response.headers['content-type']]).toEqual([200, expect.stringMatching(/xml/)]);
        expect(await text(response)).toMatch(/<Response>.*<Dial/s);
      }
    });

    test('a body of 64 KiB is accepted, and one more byte is refused with 413 and not stored', async () => {
      const fields = progress(callSid(1), 'ringing', 1);
      const Filler = fillerFor(fields);
      expect(await statusOf(post(proxy, STATUS, { ...fields, Filler: `${Filler}x` }))).toBe(413);
      expect(await storedTargets()).toEqual([]);
      expect(await statusOf(post(proxy, STATUS, { ...fields, Filler }))).toBe(204);
    });

    test('every path at which ingest is called leads to ingest, with and without slashes at its end', async () => {
      const wrong: string[] = [];
      for (const path of CALLBACK_PATHS.keys())
        for (const end of ['', '//', '?a=b']) {
          const response = await post(proxy, path + end, {}, { 'x-twilio-signature': 'none' });
          const { title } = (await json(response)) as { title?: string };
          if (title !== 'Twilio signature did not match') wrong.push(path + end);
        }
      expect(wrong).toEqual([]);
      expect(await json(await proxy.send('/api/webhook-test/'))).toMatchObject({ webhook_base_url: ORIGIN });
      expect(isOfApi(await post(proxy, '/webhooks/twilio/misspelled', {}))).toBe(false);
    });

    test('every endpoint of the API and every screen of the console leads to api', async () => {
      const { paths } = (await json(await proxy.send('/openapi.json'))) as { paths: Record<string, object> };
      const endpoints = Object.keys(paths).filter((path) => path !== '/api/webhook-test');
      expect(endpoints.length).toBeGreaterThan(80);
      const screens = ['/', '/live', '/calls/CA1', '/inbox/rejected', '/ops', '/login', '/voices', '/webhooks'];
      const wrong: string[] = [];
      for (const path of [...endpoints, ...screens, '/docs', '/admin/queues']) {
        const response = await proxy.send(path.replace(/\{\w+\}/g, 'x'), { method: 'HEAD', headers: BROWSER });
        response.resume();
        if (!isOfApi(response)) wrong.push(path);
      }
      expect(wrong).toEqual([]);
    });

    test('health and metrics of the apps are not found, however they are written', async () => {
      const written = ['/health', '/metrics', '/HEALTH/', '//metrics', '/metrics//', '/%6detrics', '/voice/../health'];
      for (const path of written) {
        const response = await proxy.send(path);
        expect([path, response.statusCode, isOfApi(response)]).toEqual([path, 404, false]);
        expect(await text(response)).not.toMatch(/healthy|trunkline_|detail/);
      }
    });

    test('the API knows a client by its address, and not by what the client says', async () => {
      const host = name === 'caddy' ? 10 : 20;
      const [one, other] = [`127.0.0.${host + 1}`, `127.0.0.${host + 2}`];
      const before = [await left(proxy, one), await left(proxy, other)];
      const claims = ['x-forwarded-for', 'forwarded', 'x-real-ip'].map((header) => [header, '203.0.113.9']);
      await left(proxy, one, Object.fromEntries(claims) as Fields);
      await left(proxy, one, { 'x-forwarded-for': other });
      expect([await left(proxy, one), await left(proxy, other)]).toEqual([before[0]! - 3, before[1]! - 1]);
      const report = await json(await proxy.send('/api/doctor', { headers: operator }));
      expect(report).toMatchObject({ checks: expect.arrayContaining([expect.objectContaining(TRUSTED)]) });
    });

    test('a request that came through it is not the operator of this machine', async () => {
      expect((await fetch(`${api.url}/api/me`)).status).toBe(200);
      expect(await statusOf(proxy.send('/api/me'))).toBe(401);
      expect(await statusOf(proxy.send('/api/me', { headers: operator }))).toBe(200);
    });

    test('the event stream arrives as it is sent, unbuffered and not compressed', async () => {
      using streams = new DisposableStack();
      const headers = { ...operator, 'accept-encoding': 'gzip' };
      const stream = streams.adopt(await proxy.send('/events/calls', { headers }), (response) => response.destroy());
      let received = '';
      stream.setEncoding('utf8').on('data', (piece: string) => (received += piece));
      stream.on('error', () => {}); // the test ends it
      expect(stream.headers).toMatchObject({ 'content-type': expect.stringMatching(/^text\/event-stream/) });
      expect(stream.headers['content-encoding']).toBeUndefined();
      await eventually(() => expect(received).toMatch(/^event:connected$/m));
      expect(await statusOf(post(proxy, STATUS, progress(callSid(1), 'ringing', 1)))).toBe(204);
      await eventually(() => expect(received).toMatch(/"unfinished":1,/)); // nothing applies it here
    });

    test('the console and its files are served with the headers of api', async () => {
      const page = await proxy.send('/live', { headers: BROWSER });
      expect(page.headers).toMatchObject({
        'content-security-policy': expect.stringMatching(/script-src 'self' 'nonce-/),
        'strict-transport-security': expect.any(String),
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      });
      const [file = ''] = /\/assets\/[\w.-]+\.js/.exec(await text(page)) ?? [];
      const script = await proxy.send(file, { headers: BROWSER });
      script.resume();
      expect(script.headers).toMatchObject({
        'content-type': expect.stringMatching(/^text\/javascript/),
        'content-encoding': 'gzip',
        'cache-control': expect.stringMatching(/immutable/),
      });
    });

    test('plain HTTP leads to the same page by HTTPS', async () => {
      const url = `http://127.0.0.1:${proxy.httpPort}/calls?status=ringing`;
      const { status, headers } = await fetch(url, { headers: { host: 'calls.localhost' }, redirect: 'manual' });
      expect([301, 308]).toContain(status);
      expect(headers.get('location')).toMatch(/^https:.*\/calls\?status=ringing$/);
    });

    test('a callback whose answer is lost is not sent to another copy', async () => {
      let received = 0;
      const breakOff = async () =>
        startFakeServer((request, response) => {
          received += 1;
          request.resume().once('end', () => response.destroy());
        });
      await using one = await breakOff();
      await using other = await breakOff();
      const copies = [one, other].map(({ url }) => new URL(url).host);
      await using between = await startOriginProxy(name, { ingest: copies, api: copies });
      expect(await statusOf(post(between, STATUS, progress(callSid(1), 'ringing', 1)))).toBe(502);
      expect(received).toBe(1);
    });
  });
}

(installed.length > 0 ? describe : describe.skip)('one origin by any of them', () => {
  test('while ingest is down Twilio gets 502, people the API, and the next attempt is accepted', async () => {
    const fields = progress(callSid(1), 'ringing', 1);
    await ingest.kill('SIGKILL');
    for (const proxy of proxies.values()) {
      expect(await statusOf(post(proxy, STATUS, fields))).toBe(502);
      expect(await statusOf(proxy.send('/docs'))).toBe(200);
    }
    await ingest.restart();
    for (const proxy of proxies.values()) expect(await statusOf(post(proxy, STATUS, fields))).toBe(204);
  });
});
