import { findCampaignScript } from '@trunkline/db/campaigns';
import type { Database } from '@trunkline/db/connection';
import { storeCallbacks } from '@trunkline/db/inbox';
import { findInterviewScript } from '@trunkline/db/interviews';
import type { OpenQueue } from '@trunkline/queues';
import { openClock, openWarnings, operationsRouter, sendProblem, type Logger } from '@trunkline/service';
import { openSignatureCheck, otherAccounts } from '@trunkline/twilio';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { callbackHandler } from './callback-handler.ts';
import type { IngestConfig } from './config.ts';
import { createConsentTwiml } from './consent-replies.ts';
import { enqueueAfterCommit } from './enqueue-after-commit.ts';
import { openGroupCommit } from './group-commit.ts';
import { createInterviewTwiml } from './interview-replies.ts';
import { createReplies } from './replies.ts';
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
    onCommitted: enqueueAfterCommit(queue, log),
    log,
  });
  const spool = openSpool({ folder: config.SPOOL_DIR, store: commit.add, log });
  const { TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKEN_SECONDARY, TWILIO_WEBHOOK_SECRET } = config;
  const given = [TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKEN_SECONDARY, TWILIO_WEBHOOK_SECRET];
  const tokens = given.filter((token) => token !== undefined);
  const warn = openWarnings(log);
  const baseUrl = config.WEBHOOK_BASE_URL;
  const replies = createReplies({
    routing: {
      sipUser: config.SIP_USER,
      sipDomain: config.SIP_DOMAIN,
      ownedNumbers: config.OWNED_PHONE_NUMBERS,
      baseUrl,
    },
    interviewTwiml: createInterviewTwiml({ findScript: (id) => findInterviewScript(db.pool, id), baseUrl, log }),
    consentTwiml: createConsentTwiml({ findScript: (id) => findCampaignScript(db.pool, id), baseUrl, log }),
  });
  const checkSignature = openSignatureCheck(baseUrl, tokens, config.TWILIO_AUTH_TOKENS);
  const accounts = { own: config.TWILIO_ACCOUNT_SID, others: otherAccounts(config) };
  const signatures = config.TWILIO_SIGNATURE_CHECK;
  const app = express().disable('x-powered-by').disable('etag').set('query parser', false);
  app.use(callbackHandler({ commit, spool, checkSignature, signatures, accounts, replies, log, warn }));
  app.use(operationsRouter(() => health(db)));
  app.get('/api/webhook-test', (_request, response) => void response.json(reachable(config)));
  app.use((_request, response) =>
    sendProblem(response, { status: 404, title: 'No such path', detail: 'See GET /api/webhook-test/.' }),
  );
  app.use(answerErrors(log));
  return {
    app,
    async [Symbol.asyncDispose]() {
      await spool[Symbol.asyncDispose]();
      await commit[Symbol.asyncDispose]();
      warn[Symbol.dispose]();
    },
  };
}

/** Healthy also while Postgres is unavailable: a restart would not help, and callers are still connected. */
async function health(db: Database) {
  const isUp = await db.pool.query('select 1').then(
    () => true,
    () => false,
  );
  return {
    healthy: true,
    service: 'ingest',
    postgres: isUp ? 'up' : 'unavailable: callbacks get 503, calls are still connected',
  };
}

const reachable = (config: IngestConfig) => ({
  status: 'ok',
  message: 'Webhooks reach this service.',
  webhook_base_url: config.WEBHOOK_BASE_URL,
  signature_check: config.TWILIO_SIGNATURE_CHECK,
});

const answerErrors =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    log.error({ err: error }, 'unhandled error in request');
    if (response.headersSent) return next(error);
    sendProblem(response, { status: 500, title: 'Internal error', detail: 'It was logged.' });
  };
