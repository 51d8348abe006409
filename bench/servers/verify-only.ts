/** The Express endpoint of ingest, with its signature check, that stores nothing. */
import { openLogger, readEnv } from '@trunkline/service';
import { openSignatureCheck, otherAccounts } from '@trunkline/twilio';
import express from 'express';
import { callbackHandler } from '../../apps/ingest/src/callback-handler.ts';
import { ingestEnv } from '../../apps/ingest/src/config.ts';
import { openFigures } from '../../apps/ingest/src/figures.ts';
import { createReplies } from '../../apps/ingest/src/replies.ts';
import { serveBench } from './serve-bench.ts';

const config = readEnv(ingestEnv);
const log = openLogger('verify-only', 'error');
const baseUrl = config.WEBHOOK_BASE_URL;
const app = express().disable('x-powered-by').disable('etag').set('query parser', false);
app.use(
  callbackHandler({
    commit: { add: async () => ({ id: '1', isNew: true }) },
    spool: { keep: async () => false },
    outage: { isOpen: () => false },
    connections: { isSigned: () => {} },
    figures: openFigures(),
    rejections: { add: () => {} },
    checkSignature: openSignatureCheck(baseUrl, [config.TWILIO_AUTH_TOKEN]),
    signatures: config.TWILIO_SIGNATURE_CHECK,
    replies: createReplies({
      routing: {
        sipUser: config.SIP_USER,
        sipDomain: config.SIP_DOMAIN,
        ownedNumbers: config.OWNED_PHONE_NUMBERS,
        emergencyNumbers: config.EMERGENCY_NUMBERS,
        refusalOf: () => null,
        baseUrl,
      },
      interview: { twiml: async () => '', findFault: async () => null },
      consentTwiml: async () => '',
      log,
    }),
    accounts: { own: config.TWILIO_ACCOUNT_SID, others: otherAccounts(config) },
    warn: () => {},
  }),
);
serveBench(app);
