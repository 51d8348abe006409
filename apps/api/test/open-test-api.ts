import { checkApiRole, openDatabase, type Database } from '@trunkline/db/connection';
import { chooseQueueBackend } from '@trunkline/queues';
import { openHttpServer, openLogger, readEnv } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import type { Express } from 'express';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { asApiRole } from '../../../test/support/db/as-login.ts';
import { apiEnv } from '../src/config.ts';
import { createApi } from '../src/create-api.ts';
import type { Serving } from '../src/http/serve-route.ts';
import { openQueueBoard } from '../src/queues/queue-board.ts';
import { createEventHub, STREAM_CONNECTIONS } from '../src/stream/event-hub.ts';
import { answerFault } from './answer-fault.ts';

type Answer = { status: number; headers: Record<string, string>; body: Body };
/** The JSON of an answer. */
export type Body = { [name: string]: unknown };
type Call = { method?: string; headers?: Record<string, string>; json?: unknown };

/** `db` logs in as the owner, for preparing and checking rows. An answer that breaks its contract fails the test. */
export type TestApi = AsyncDisposable & {
  db: Database;
  app: Express;
  url: string;
  send(path: string, call?: Call): Promise<Answer>;
};

/** Production requires a password, for which the test server does not ask. */
function withPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = 'x'.repeat(16);
  return url.href;
}

/** The real API on a free port, over the test file's database and Redis. */
export async function openTestApi(
  env: Record<string, string> = {},
  options: { patienceMs?: number } = {},
): Promise<TestApi> {
  const opened = new AsyncDisposableStack();
  const databaseUrl = env['DATABASE_URL'] ?? process.env['DATABASE_URL']!;
  const given = readEnv(apiEnv, { ...process.env, PORT: '0', ...env, DATABASE_URL: withPassword(databaseUrl) });
  const owners = opened.use(openDatabase(databaseUrl, 'test of api')); // signs with the key of the empty password
  const config = { ...given, DATABASE_URL: asApiRole(given.DATABASE_URL) };
  const db = opened.use(openDatabase(config.DATABASE_URL, 'api of a test', { refuse: checkApiRole }));
  const log = openLogger('api', 'silent');
  const board = opened.use(openQueueBoard(chooseQueueBackend(config), config.BOARD_WRITABLE, log));
  const storage = opened.use(openStorage(config));
  const streamDb = opened.use(openDatabase(config.DATABASE_URL, 'test of stream', STREAM_CONNECTIONS));
  const hub = createEventHub({ db: streamDb, log, board });
  const faults: string[] = [];
  const watch: Serving['watch'] = (...answer) => void faults.push(...[answerFault(...answer) ?? []].flat());
  const app = createApi({ db, storage, board, hub, config, log, ...options }, { watch });
  const server = opened.use(await openHttpServer(app, config));
  opened.use(hub.start());
  const { port } = server.address() as AddressInfo;
  opened.defer(() => assertNone(faults));
  const url = `http://127.0.0.1:${port}`;
  return {
    db: owners,
    app,
    url,
    async send(path, call) {
      const answer = await send(port, path, call);
      assertNone(faults);
      return answer;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Throws if an answer broke its contract. */
function assertNone(faults: string[]): void {
  if (faults.length > 0) throw new Error(faults.splice(0).join('\n\n'));
}

/** Not `fetch`, which decides about the Host header by itself. */
async function send(port: number, path: string, { method = 'GET', headers = {}, json }: Call = {}): Promise<Answer> {
  const content = json === undefined ? {} : { 'content-type': 'application/json' };
  const options = { host: '127.0.0.1', port, path, method, headers: { ...content, ...headers }, agent: false };
  const outgoing = request(options).end(json === undefined ? undefined : JSON.stringify(json));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const text = await readText(response);
  const isJson = response.headers['content-type']?.includes('json');
  const body = isJson ? (JSON.parse(text) as Body) : { text };
  return { status: response.statusCode ?? 0, headers: response.headers as Record<string, string>, body };
}
