import type { Database } from '@trunkline/db/connection';
import { openClock, operationsRouter, type Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { allRoutes } from './all-routes.ts';
import type { ApiConfig } from './config.ts';
import { serveConsole } from './console/serve-console.ts';
import { answerProblems } from './http/answer-problems.ts';
import { requirePermission } from './http/authorize.ts';
import { limitRequests } from './http/limit-requests.ts';
import { Problem } from './http/problem.ts';
import { nameRequest } from './http/request-id.ts';
import { refuseForeignWrites } from './http/request-origin.ts';
import { serveRoute, type Serving } from './http/serve-route.ts';
import { trustProxies } from './http/trust-proxies.ts';
import { authenticate } from './identity/authenticate.ts';
import { LOGIN_PATH } from './identity/login-page.ts';
import { openLoginLimit } from './identity/login-limit.ts';
import { BOARD_PATH, type QueueBoard } from './queues/queue-board.ts';
import { MEDIA_PATH, openUrlSigner } from './recordings/url-signer.ts';
import type { EventHub } from './stream/event-hub.ts';

type Parts = {
  db: Database;
  storage: Storage;
  board: QueueBoard;
  hub: EventHub;
  config: ApiConfig;
  log: Logger;
  /** How long an answer may wait for a worker; 20 s without it. */
  patienceMs?: number;
};

/** The API as an Express app: every route of `allRoutes`, the console, the queue board, health and metrics. */
export function createApi(
  { db, storage, board, hub, config, log, patienceMs = PATIENCE_MS }: Parts,
  serving: Serving = {},
): Express {
  const app = express().disable('x-powered-by').disable('etag');
  trustProxies(app, config, log);
  app.use(nameRequest, helmet({ contentSecurityPolicy: { directives: CONTENT } }));
  app.use(operationsRouter(() => health(db)));
  app.use(serveConsole(config)); // before the login: the page explains by itself that the database is unavailable
  const loginLimit = openLoginLimit();
  app.use(authenticate(config, db, loginLimit), limitRequests(config, [MEDIA_PATH]));
  app.use([BOARD_PATH, '/api', LOGIN_PATH], refuseForeignWrites);
  app.use(BOARD_PATH, requirePermission('queues.manage'), board.app);
  app.use('/api', neverStored);
  const signer = openUrlSigner(config.SIGNED_URL_SECRET, log);
  const clock = openClock(config);
  const parts = { config, db, storage, board, signer, log, hub, clock, loginLimit, patienceMs };
  for (const route of allRoutes(parts)) app[route.method](route.path, ...serveRoute({ db, ...serving }, route));
  app.use((request) => {
    throw new Problem('not_found', `${request.method} ${request.path} is not an endpoint. /docs lists all endpoints.`);
  });
  app.use(answerProblems(log, [MEDIA_PATH]));
  return app;
}

/** Proxies give up after a minute; a scan of ten thousand calls takes some seconds. */
const PATIENCE_MS = 20_000;

/** Pages load nothing from other hosts. Requests are not upgraded to HTTPS, as plain HTTP inside a network is allowed. */
const CONTENT = {
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  upgradeInsecureRequests: null,
};

const neverStored: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

async function health(db: Database) {
  const isUp = await db.pool.query('select 1').then(
    () => true,
    () => false,
  );
  return { healthy: isUp, service: 'api', postgres: isUp ? 'up' : 'unavailable: check DATABASE_URL and the server' };
}
