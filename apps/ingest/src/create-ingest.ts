import { findCampaignScript } from '@trunkline/db/campaigns';
import type { Database } from '@trunkline/db/connection';
import { storeCallbacks } from '@trunkline/db/inbox';
import { findInterviewScript } from '@trunkline/db/interviews';
import { saveRejections } from '@trunkline/db/rejected-requests';
import type { OpenQueue } from '@trunkline/queues';
import {
  openClock,
  openWarnings,
  operationsRouter,
  sendProblem,
  type Figures,
  type Logger,
  type ProblemDetails,
  type ProcessReport,
} from '@trunkline/service';
import { findCallbackPath } from '@trunkline/telephony/callbacks';
import { openMismatchExplainer, openSignatureCheck, otherAccounts } from '@trunkline/twilio';
import { numberRuleOf } from '@trunkline/twilio/dialing';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { callbackHandler } from './callback-handler.ts';
import type { IngestConfig } from './config.ts';
import { openConnections, type Connections } from './connections.ts';
import { createConsentTwiml } from './consent-replies.ts';
import { enqueueAfterCommit } from './enqueue-after-commit.ts';
import { openFigures } from './figures.ts';
import { openGroupCommit } from './group-commit.ts';
import { createInterviewReplies } from './interview-replies.ts';
import { recordRejections } from './rejected-requests/record-rejections.ts';
import { createReplies } from './replies.ts';
import { openOutage, type Outage } from './outage.ts';
import { openSpool, type Spool } from './spool/open-spool.ts';
import type { SpoolMode } from './spool/spool-mode.ts';
import { openBatchStore } from './store-batch.ts';

type Parts = {
  db: Database;
  queue: Pick<OpenQueue<{ ids: string[] }>, 'add'>;
  config: IngestConfig;
  log: Logger;
};

type Ingest = AsyncDisposable & {
  app: Express;
  options: Connections['options'];
  /** What `/health` says, without asking Postgres. */
  describe: () => ProcessReport;
  /** Since the last heartbeat. */
  figures: () => Figures;
};

/** The ingest service as an Express app; disposing it waits for the flush in flight. */
export function createIngest({ db, queue, config, log }: Parts): Ingest {
  const clock = config.CLOCK_START ? openClock(config) : undefined;
  const warn = openWarnings(log);
  const inbox = openBatchStore({
    store: (batch) => storeCallbacks(db.pool, batch, clock?.now()),
    onCommitted: enqueueAfterCommit(queue, log),
    log,
  });
  const outage = openOutage(log);
  const commit = openGroupCommit({ inbox, outage, log });
  const spool = openSpool({
    folder: config.SPOOL_DIR,
    mode: config.SPOOL,
    instance: `${hostname()}-${config.PORT}`.replaceAll(/[^\w-]/g, '_'),
    inbox,
    outage,
    log,
    warn,
  });
  const { TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKEN_SECONDARY, TWILIO_WEBHOOK_SECRET } = config;
  const given = [TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKEN_SECONDARY, TWILIO_WEBHOOK_SECRET];
  const tokens = given.filter((token) => token !== undefined);
  const baseUrl = config.WEBHOOK_BASE_URL;
  /** Reading may work while storing does not; but no caller waits for a time limit that others have waited for. */
  const briefly =
    <T>(find: (id: string) => Promise<T>) =>
    (id: string): Promise<T> =>
      outage.isOpen() ? Promise.race([find(id), failAfter(READ_AT_MOST_MS)]) : find(id);
  const replies = createReplies({
    routing: {
      sipUser: config.SIP_USER,
      sipDomain: config.SIP_DOMAIN,
      ownedNumbers: config.OWNED_PHONE_NUMBERS,
      emergencyNumbers: config.EMERGENCY_NUMBERS,
      refusalOf: numberRuleOf(config),
      baseUrl,
    },
    interview: createInterviewReplies({
      findScript: briefly((id) => findInterviewScript(db.pool, id)),
      baseUrl,
      log,
    }),
    consentTwiml: createConsentTwiml({
      findScript: briefly((id) => findCampaignScript(db.pool, id)),
      baseUrl,
      log,
    }),
    log,
  });
  const checkSignature = openSignatureCheck(baseUrl, tokens, config.TWILIO_AUTH_TOKENS);
  const accounts = { own: config.TWILIO_ACCOUNT_SID, others: otherAccounts(config) };
  const signatures = config.TWILIO_SIGNATURE_CHECK;
  const connections = openConnections(config.TRUSTED_PROXIES);
  const figures = openFigures();
  const hasTokenOf = (sid: string) =>
    accounts.own === undefined || sid === accounts.own || config.TWILIO_AUTH_TOKENS.has(sid);
  const rejections = recordRejections({
    save: (rows) => saveRejections(db.pool, rows),
    explain: openMismatchExplainer({
      publicOrigin: baseUrl,
      tokens,
      ofAccounts: config.TWILIO_AUTH_TOKENS,
      hasTokenOf,
    }),
    isUnavailable: outage.isOpen,
    baseUrl: new URL(baseUrl).origin,
    log,
  });
  const app = express().disable('x-powered-by').disable('etag').set('query parser', false);
  app.use(acceptAbsoluteForm);
  const storing = { commit, spool, outage, connections, figures, rejections };
  app.use(callbackHandler({ ...storing, checkSignature, signatures, accounts, replies, warn }));
  app.use(operationsRouter(() => health(db, spool, outage)));
  app.get('/api/webhook-test', (_request, response) => void response.json(reachable(config)));
  app.use((request, response) => {
    if (request.headers['x-twilio-signature'] !== undefined)
      rejections.add({ request, status: 404, cause: 'unknown-path' });
    sendProblem(response, noSuchPath(request.url), { connection: 'close' });
  });
  app.use(answerErrors(log));
  return {
    app,
    options: connections.options,
    describe: () => describe(true, spool, outage),
    figures: figures.take,
    async [Symbol.asyncDispose]() {
      await spool[Symbol.asyncDispose]();
      await commit[Symbol.asyncDispose]();
      await rejections[Symbol.asyncDispose]();
      outage[Symbol.dispose]();
      warn[Symbol.dispose]();
    },
  };
}

const READ_AT_MOST_MS = 500;

async function failAfter(ms: number): Promise<never> {
  await delay(ms, undefined, { ref: false });
  throw new Error(`Postgres did not answer in ${ms} ms`);
}

/** Healthy also while Postgres is unavailable: a restart would not help, and callers are still connected. */
async function health(db: Database, spool: Spool, outage: Outage) {
  const isUp = await db.pool.query('select 1').then(
    () => true,
    () => false,
  );
  return describe(isUp, spool, outage);
}

function describe(isUp: boolean, spool: Spool, outage: Outage) {
  const { mode, ...state } = spool.state();
  const current = outage.current();
  return {
    healthy: true,
    service: 'ingest',
    postgres: isUp && !current ? 'up' : `unavailable: ${WHILE_UNAVAILABLE[mode]}`,
    ...(current && { outage: current }),
    spool: { mode, ...state },
  };
}

const WHILE_UNAVAILABLE: Readonly<Record<SpoolMode, string>> = {
  all: 'callbacks are kept on disk and acknowledged',
  callers: 'requests of callers are kept on disk, and calls are connected; other callbacks get 503',
  off: 'callbacks get 503; calls are still connected, and their requests are lost',
};

/** A proxy may send the request target in absolute form (RFC 9112, 3.2.2): every later handler sees path and query. */
const acceptAbsoluteForm: RequestHandler = (request, _response, next) => {
  const [origin] = /^https?:\/\/[^/?#]*/i.exec(request.url) ?? [];
  if (origin !== undefined) request.url = request.url.slice(origin.length).replace(/^(?!\/)/, '/');
  next();
};

/** A base URL with a slash at its end makes two of them. */
function noSuchPath(target: string): ProblemDetails {
  const [path = ''] = target.split('?');
  const single = path.replace(/\/{2,}/g, '/');
  const detail =
    single !== path && findCallbackPath(single)
      ? `The path has two slashes in a row. The callback path is ${single}: remove the slash at the end of the base URL.`
      : 'See GET /api/webhook-test/.';
  return { status: 404, title: 'No such path', detail };
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
