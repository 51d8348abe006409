import { listTwilioRecordings, type Database } from '@trunkline/db';
import { Router } from 'express';
import { z } from 'zod';
import type { ApiConfig } from '../config.ts';
import { storedText } from '../inbox-query.ts';
import { pageOf, readCursor } from '../page.ts';
import { present } from '../present.ts';
import { readQuery } from '../read-input.ts';

const recordingsQuery = z.strictObject({
  call_sid: storedText(100).optional(),
  interview_id: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});

/** `GET /twilio/debug/`: how calls are configured, secrets masked. `GET /twilio/recordings/`: what Twilio recorded. */
export function twilioDebugRoutes(db: Database, config: ApiConfig): Router {
  const router = Router();
  router.get('/twilio/debug', (_request, response) => void response.json(presentConfig(config)));
  router.get('/twilio/recordings', async (request, response) => {
    const { call_sid: callSid, interview_id: interviewId, limit } = readQuery(recordingsQuery, request);
    const after = readCursor(request)?.after;
    const { rows, hasMore } = await listTwilioRecordings(db.pool, { callSid, interviewId, after }, limit);
    const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
    response.json({ data: rows.map(present), page: pageOf(request, response, limit, last) });
  });
  return router;
}

/** The auth token is no part of it: ingest and the workers hold it, this process is not given it. */
function presentConfig(config: ApiConfig) {
  const base = config.WEBHOOK_BASE_URL.replace(/\/+$/, '');
  return {
    account_sid: config.TWILIO_ACCOUNT_SID === undefined ? null : masked(config.TWILIO_ACCOUNT_SID),
    auth_token: '********',
    phone_number: config.TWILIO_PHONE_NUMBER ?? [...config.OWNED_PHONE_NUMBERS][0] ?? null,
    webhook_base_url: config.WEBHOOK_BASE_URL,
    webhook_urls: {
      voice: `${base}/api/interviews/voice`,
      call_status: `${base}/api/webhooks/call-status/`,
      record_response: `${base}/api/webhooks/record-response/`,
      recording_status: `${base}/api/webhooks/recording-status/`,
      test: `${base}/api/webhook-test/`,
    },
    whitelist: config.WHITELISTED_NUMBERS
      ? { is_on: true, numbers: config.WHITELISTED_NUMBERS.size }
      : { is_on: false },
    api_keys: [...config.API_KEYS].map(masked),
  };
}

/** Enough to recognise it, too little to use it. */
const masked = (secret: string): string =>
  secret.length < 12 ? '********' : `${secret.slice(0, 4)}…${secret.slice(-4)}`;
