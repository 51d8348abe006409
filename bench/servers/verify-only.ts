/** The Express endpoint of ingest, with its signature check, that stores nothing. */
import { openLogger, readEnv } from '@trunkline/service';
import { openSignatureCheck } from '@trunkline/twilio';
import express from 'express';
import { ingestEnv } from '../../apps/ingest/src/config.ts';
import { takeCallbacks } from '../../apps/ingest/src/callback-handler.ts';
import { serveBench } from './serve-bench.ts';

const config = readEnv(ingestEnv);
const commit = { add: async () => ({ id: '1', isNew: true }), async [Symbol.asyncDispose]() {} };
const checkSignature = openSignatureCheck(config.WEBHOOK_BASE_URL, [config.TWILIO_AUTH_TOKEN]);
const app = express().disable('x-powered-by').disable('etag').set('query parser', false);
app.use(
  takeCallbacks({
    commit,
    spool: { keep: async () => {} },
    checkSignature,
    interviews: { twimlFor: async () => '' },
    consents: { twimlFor: async () => '' },
    config,
    log: openLogger('verify-only', 'error'),
  }),
);
serveBench(app);
