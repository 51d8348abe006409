import { API_ROLE, type Role } from '@trunkline/access';
import { openDatabase, type Database, type DisabledGuards } from '@trunkline/db/connection';
import { chooseQueueBackend } from '@trunkline/queues';
import { openHttpServer, openLogger, readEnv } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import type { Express } from 'express';
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { apiEnv } from '../../../apps/api/src/config.ts';
import { createApi } from '../../../apps/api/src/create-api.ts';
import { createEventHub, STREAM_CONNECTIONS } from '../../../apps/api/src/stream/event-hub.ts';
import { BOARD_PATH, openQueueBoard } from '../../../apps/api/src/queues/queue-board.ts';
import type { Route } from '../../../apps/api/src/http/route.ts';
import { makePeople, type People } from './people.ts';
import { prepareObjects } from './make-objects.ts';

/** What is switched off: nothing, the guards of the API, or the policies of the database. */
export const MODES = { both: {}, database: { guard: false }, guard: { rls: false } } as const satisfies Record<
  string,
  DisabledGuards
>;
export type Mode = keyof typeof MODES;

/** One API per mode over one database, with the same people. */
export type Proof = AsyncDisposable & {
  owner: Database;
  urls: Readonly<Record<Mode, string>>;
  people: People;
  tokens: Readonly<Record<Role, string>>;
  /** The routes of each API, as it holds them in memory. */
  routes: Readonly<Record<Mode, readonly Route[]>>;
  app: Express;
};

const SECRET = 'a secret of the proof, long enough for it';
const [ISSUER, AUDIENCE] = ['proof', 'trunkline'];

/** Opens the proof over an empty, migrated database. */
export async function openProof(databaseUrl: string): Promise<Proof> {
  await using opening = new AsyncDisposableStack();
  const owner = opening.use(openDatabase(databaseUrl, 'proof'));
  await prepareObjects(owner.pool);
  const people = await makePeople(owner.pool);
  const opened = {} as Record<Mode, OpenedApi>;
  for (const mode of Object.keys(MODES) as Mode[]) opened[mode] = opening.use(await openApi(databaseUrl, mode));
  const tokens = {} as Record<Role, string>;
  for (const role of ['superadmin', 'admin', 'monitor', 'reader', 'client'] as const)
    tokens[role] = sign(people[role], role);
  const rest = opening.move();
  const of = <K extends keyof OpenedApi>(key: K) =>
    Object.fromEntries(Object.entries(opened).map(([mode, api]) => [mode, api[key]])) as Record<Mode, OpenedApi[K]>;
  return {
    owner,
    people,
    tokens,
    urls: of('url'),
    routes: of('routes'),
    app: opened.both.app,
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

type OpenedApi = AsyncDisposable & { url: string; routes: Route[]; app: Express };

/** Without row-level security the API logs in as the owner, and only its guards are left. */
async function openApi(databaseUrl: string, mode: Mode): Promise<OpenedApi> {
  await using opening = new AsyncDisposableStack();
  const weakening: DisabledGuards = MODES[mode];
  const url = new URL(databaseUrl);
  if (weakening.rls !== false) url.username = API_ROLE;
  const config = readEnv(apiEnv, { ...SETTINGS, DATABASE_URL: url.href });
  const db = opening.use(openDatabase(url.href, `proof ${mode}`, { maxConnections: 8 }));
  const streamDb = opening.use(openDatabase(url.href, `proof ${mode} stream`, STREAM_CONNECTIONS));
  const storage = opening.use(openStorage(config));
  const log = openLogger('api', 'silent');
  const board = opening.use(openQueueBoard(chooseQueueBackend(config), false, log));
  const hub = createEventHub({ db: streamDb, log, board, keepAliveMs: 100, weakening });
  const routes: Route[] = [BOARD];
  const app = createApi({ db, storage, board, hub, config, log }, { weakening, serves: (route) => routes.push(route) });
  const server = opening.use(await openHttpServer(app, config));
  opening.use(hub.start());
  const { port } = server.address() as AddressInfo;
  const rest = opening.move();
  return { url: `http://127.0.0.1:${port}`, routes, app, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

/** The queue board is an app of its own. Jobs have no owner, so it has a guard alone. */
const BOARD: Route = {
  method: 'get',
  path: BOARD_PATH,
  permission: 'queues.manage',
  operationId: 'getQueueBoard',
  tag: 'Configuration',
  summary: '-',
  description: '-',
  answers: {},
  handle: () => Promise.resolve(undefined),
};

const SETTINGS = {
  PORT: '0',
  OWNED_PHONE_NUMBERS: '+16175006181',
  TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
  LOCAL_OPERATOR: 'false',
  JWT_SECRET: SECRET,
  JWT_ISSUER: ISSUER,
  JWT_AUDIENCE: AUDIENCE,
  API_RATE_PER_MINUTE: '1000000',
  SIGNED_URL_SECRET: SECRET,
};

/** A token that outlives the proof. */
function sign(subject: string, role: Role): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: subject, role, iss: ISSUER, aud: AUDIENCE, iat, exp: iat + 7200 };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
}
