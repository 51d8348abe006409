import { openDatabase, type Database } from '@trunkline/db/connection';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { asApiRole } from '../../support/db/as-login.ts';
import { startDatabase } from '../../support/db/start-database.ts';
import { freePort } from '../../support/processes/free-port.ts';
import { startApp, type AppProcess } from '../../support/processes/processes.ts';
import { startRedis } from '../../support/queue/redis.ts';
import { ACCOUNT, TOKENS } from './placeholders.ts';
import { startTwilio, type PretendedTwilio } from './servers/twilio-server.ts';

type Env = Readonly<Record<string, string>>;

/** The product as processes of its own, before a pretended Twilio. */
export type FieldStack = AsyncDisposable & {
  db: Database;
  twilio: PretendedTwilio;
  /** The folder of stored recordings. */
  recordingsDir: string;
  /** Every process so far. */
  processes: readonly AppProcess[];
  /** The process of an app with these variables, started once for each set of them. */
  app(name: string, env?: Env): Promise<AppProcess>;
  /** Starts one more process of an app, which ends with the stack or before. */
  start(name: string, env?: Env): Promise<AppProcess>;
  /** The JSON that the API answers; null for 404. */
  get<T>(path: string): Promise<T | null>;
  post(path: string, body?: object, api?: AppProcess): Promise<{ status: number; body: Record<string, unknown> }>;
};

/** Opens the stack; its processes start when they are asked for. */
export async function openFieldStack(more: Env = {}): Promise<FieldStack> {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-field-'));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const database = opening.use(await startDatabase('field'));
  const redis = opening.use(await startRedis());
  const twilio = opening.use(await startTwilio());
  const db = opening.use(openDatabase(database.url, 'field', { maxConnections: 8 }));
  const recordingsDir = join(folder, 'recordings');
  const shared: Env = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKENS['primary']!,
    TWILIO_AUTH_TOKEN_SECONDARY: TOKENS['secondary']!,
    TWILIO_API_URL: twilio.url,
    OWNED_PHONE_NUMBERS: '+16175006181',
    DIAL_COUNTRIES: 'US,GB,DE',
    SIP_USER: 'dispatcher',
    SIP_DOMAIN: 'acme.sip.twilio.com',
    RECORDINGS_DIR: recordingsDir,
    RECORDING_MEDIA_HOSTS: 'media.example.com',
    WEBHOOKS_ALLOW_PRIVATE: 'true',
    LOG_LEVEL: 'info',
    ...more,
  };
  const stack = opening.move();
  const processes: AppProcess[] = [];
  const start = async (name: string, env: Env = {}): Promise<AppProcess> => {
    const port = await freePort();
    const own: Record<string, Env> = {
      ingest: { WEBHOOK_BASE_URL: `http://127.0.0.1:${port}`, SPOOL_DIR: join(folder, `spool-${port}`) },
      api: { DATABASE_URL: asApiRole(database.url) },
    };
    const process = stack.use(await startApp(name, { port, env: { ...shared, ...own[name], ...env } }));
    processes.push(process);
    return process;
  };
  const started = new Map<string, Promise<AppProcess>>();
  const app = (name: string, env: Env = {}): Promise<AppProcess> => {
    const key = `${name} ${JSON.stringify(env)}`;
    const known = started.get(key) ?? start(name, env);
    started.set(key, known);
    return known;
  };
  return {
    db,
    twilio,
    recordingsDir,
    processes,
    app,
    start,
    get: async <T>(path: string) => getFrom<T>((await app('api')).url + path),
    async post(path, body = {}, api) {
      const { url } = api ?? (await app('api'));
      const headers = { 'content-type': 'application/json' };
      const response = await request(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function getFrom<T>(url: string): Promise<T | null> {
  const response = await request(url);
  if (response.ok) return (await response.json()) as T;
  const text = await response.text();
  if (response.status === 404) return null;
  throw new Error(`GET ${url} answered ${response.status}: ${text}`);
}

/** A request that gets a 503 is sent again, as its detail says. */
const request = (url: string, options: RequestInit = {}): Promise<Response> =>
  eventually(async () => {
    const response = await fetch(url, options);
    if (response.status === 503) throw new Error(`${url} answered 503: ${await response.text()}`);
    return response;
  });
