import { findCampaignScript } from '@trunkline/db/campaigns';
import type { Database } from '@trunkline/db/connection';
import { storeCallbacks } from '@trunkline/db/inbox';
import { findInterviewScript } from '@trunkline/db/interviews';
import type { OpenQueue } from '@trunkline/queues';
import { openClock, operationsRouter, type Logger } from '@trunkline/service';
import { openSignatureCheck } from '@trunkline/twilio';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { problem } from './answer-callback.ts';
import { openConsentAnswers } from './answer-consent.ts';
import { openInterviewAnswers } from './answer-interview.ts';
import { takeCallbacks } from './callback-handler.ts';
import type { IngestConfig } from './config.ts';
import { enqueueBeside } from './enqueue-after-commit.ts';
import { openGroupCommit } from './group-commit.ts';
import { openSpool } from './spool.ts';

type Parts = {
  db: Database;
  queue: Pick<OpenQueue<{ ids: string[] }>, 'add'>;
  config: IngestConfig;
  log: Logger;
};

/** The ingest service as an Express app; disposing it waits for the flush in flight. */
export function createIngest({ db, queue, config, log }: Parts): AsyncDisposable & { app: Express } {
  const clock = config.CLOCK_START ? openClock(config) : undefined;
  const commit = openGroupCommit({
    store: (batch) => storeCallbacks(db.pool, batch, clock?.now()),
    onCommitted: enqueueBeside(queue, log),
    log,
  });
  const spool = openSpool({ folder: config.SPOOL_DIR, store: commit.add, log });
  const tokens = [config.TWILIO_AUTH_TOKEN, config.TWILIO_AUTH_TOKEN_SECONDARY].filter((token) => token !== undefined);
  const app = express().disable('x-powered-by').disable('etag').set('query parser', false);
  const checkSignature = openSignatureCheck(config.WEBHOOK_BASE_URL, tokens);
  const interviews = openInterviewAnswers({
    findScript: (id) => findInterviewScript(db.pool, id),
    baseUrl: config.WEBHOOK_BASE_URL,
    log,
  });
  const consents = openConsentAnswers({
    findScript: (id) => findCampaignScript(db.pool, id),
    baseUrl: config.WEBHOOK_BASE_URL,
    log,
  });
  app.use(takeCallbacks({ commit, spool, interviews, consents, config, log, checkSignature }));
  app.use(operationsRouter(() => health(db)));
  app.get('/api/webhook-test', (_request, response) => void response.json(reachable(config)));
  app.use(
    (_request, response) => void response.status(404).json(problem(404, 'No such path', 'See GET /api/webhook-test/.')),
  );
  app.use(failLoudly(log));
  return {
    app,
    async [Symbol.asyncDispose]() {
      await spool[Symbol.asyncDispose]();
      await commit[Symbol.asyncDispose]();
    },
  };
}

/** Ingest is healthy while it can commit; it must not be restarted because Postgres is away. */
async function health(db: Database) {
  const isUp = await db.pool.query('select 1').then(
    () => true,
    () => false,
  );
  return {
    healthy: true,
    service: 'ingest',
    postgres: isUp ? 'up' : 'away: callbacks get 503, calls are still connected',
  };
}

const reachable = (config: IngestConfig) => ({
  status: 'ok',
  message: 'Webhooks reach this service.',
  webhook_base_url: config.WEBHOOK_BASE_URL,
  signature_check: config.TWILIO_SIGNATURE_CHECK,
});

const failLoudly =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    log.error({ err: error }, 'a request failed in a way that nobody thought of');
    if (response.headersSent) return next(error);
    response.status(500).json(problem(500, 'Internal error', 'It was logged.'));
  };
