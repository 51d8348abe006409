import type { Database } from '@trunkline/db';
import { openClock, operationsRouter, type Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { randomUUID } from 'node:crypto';
import { allRoutes } from './all-routes.ts';
import { answerProblems } from './answer-problems.ts';
import { authenticate } from './authenticate.ts';
import type { ApiConfig } from './config.ts';
import { interviewServiceRoutes } from './interview-routes.ts';
import { BOARD_PATH, type QueueBoard } from './open-queue-board.ts';
import { operatorsOnly } from './operators-only.ts';
import { Problem } from './problem.ts';
import { refuseForeignWrites } from './refuse-foreign-writes.ts';
import { audioAvailabilityRoutes } from './routes/audio-availability.ts';
import { audioRoutes } from './routes/audio.ts';
import { callIntentRoutes } from './routes/call-intents.ts';
import { callRoutes } from './routes/calls.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { explainRoutes } from './routes/explain.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { reconciliationRoutes } from './routes/reconciliation.ts';
import { recordingRoutes } from './routes/recordings.ts';
import { serveRoute } from './serve-route.ts';
import { syncRoutes } from './routes/sync.ts';
import { MEDIA_PATH, openUrlSigner } from './url-signer.ts';

type Parts = { db: Database; storage: Storage; board: QueueBoard; config: ApiConfig; log: Logger };

/** The API as an Express app: REST under `/api`, the queue board, health and metrics. */
export function createApi({ db, storage, board, config, log }: Parts): Express {
  const app = express().disable('x-powered-by').disable('etag');
  app.use(nameRequest, helmet({ contentSecurityPolicy: { directives: CONTENT } }));
  app.use(operationsRouter(() => health(db)));
  app.use('/api', interviewServiceRoutes({ db, config, log }, neverStored)); // applications with a key get in here
  app.use([BOARD_PATH, '/api'], refuseForeignWrites, operatorsOnly(config));
  app.use(BOARD_PATH, board.app);
  const clock = openClock(config);
  app.use('/api', neverStored, inboxRoutes(db), deadLetterRoutes(db, log));
  app.use('/api', callRoutes(db, config.OWNED_PHONE_NUMBERS), explainRoutes(db, clock), callIntentRoutes(db, config));
  app.use('/api', reconciliationRoutes(db, clock), syncRoutes({ db, clock, patienceMs: SYNC_PATIENCE_MS }));
  const signer = openUrlSigner(config.SIGNED_URL_SECRET, log);
  app.use('/api', recordingRoutes(db, signer), audioAvailabilityRoutes(db));
  app.use(MEDIA_PATH, audioRoutes({ db, storage, signer }));
  app.use(authenticate(config));
  for (const route of allRoutes({ config })) app[route.method](route.path, ...serveRoute({ db }, route));
  app.get('/', (_request, response) => response.redirect(BOARD_PATH));
  app.use((request) => {
    throw new Problem('not_found', `There is nothing at ${request.method} ${request.path}.`);
  });
  app.use(answerProblems(log));
  return app;
}

/** Proxies wait for a minute; a scan of a day of ten thousand calls takes some seconds. */
const SYNC_PATIENCE_MS = 20_000;

/** Nothing is loaded from elsewhere. Plain HTTP inside a network stays possible, so nothing is upgraded to HTTPS. */
const CONTENT = {
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  upgradeInsecureRequests: null,
};

const nameRequest: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', `req_${randomUUID()}`);
  next();
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
  return { healthy: isUp, service: 'api', postgres: isUp ? 'up' : 'away: check DATABASE_URL and the server' };
}
