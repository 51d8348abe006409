import { openDatabase, type Database } from '@trunkline/db';
import { chooseQueueBackend } from '@trunkline/queues';
import { openHttpServer, openLogger, readEnv } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { apiEnv } from './config.ts';
import { createApi } from './create-api.ts';
import { openQueueBoard } from './open-queue-board.ts';

type Answer = { status: number; headers: Record<string, string>; body: Body };
/** JSON, of which a test looks at a part. */
export type Body = { [name: string]: unknown };
type Call = { method?: string; headers?: Record<string, string>; json?: unknown };

export type TestApi = AsyncDisposable & { db: Database; send(path: string, call?: Call): Promise<Answer> };

/** The real API on a free port, over the test file's database and Redis. */
export async function openTestApi(env: Record<string, string> = {}): Promise<TestApi> {
  const opened = new AsyncDisposableStack();
  const config = readEnv(apiEnv, { ...process.env, PORT: '0', ...env });
  const db = opened.use(openDatabase(config.DATABASE_URL, 'test of api'));
  const board = opened.use(openQueueBoard(chooseQueueBackend(config), config.BOARD_WRITABLE));
  const storage = opened.use(openStorage(config));
  const app = createApi({ db, storage, board, config, log: openLogger('api', 'silent') });
  const server = opened.use(await openHttpServer(app, config));
  const { port } = server.address() as AddressInfo;
  return { db, send: (path, call) => send(port, path, call), [Symbol.asyncDispose]: () => opened.disposeAsync() };
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
