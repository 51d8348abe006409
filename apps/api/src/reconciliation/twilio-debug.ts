import { twilioDebug } from '@trunkline/api-contract/reconciliation';
import { twilioRecordingsPage, twilioRecordingsQuery } from '@trunkline/api-contract/recordings';
import { listTwilioRecordings } from '@trunkline/db/recordings';
import type { ApiConfig } from '../config.ts';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { route, type Route } from '../http/route.ts';

/** `GET /twilio/debug/`: how calls are configured, secrets masked. `GET /twilio/recordings/`: what Twilio recorded. */
export const twilioDebugRoutes = (config: ApiConfig): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/twilio/debug',
      permission: 'configuration.read',
      tag: 'Configuration',
      summary: 'How calls are configured, secrets masked',
      answers: { 200: twilioDebug },
    },
    async () => ({ json: presentConfig(config) }),
  ),
  route(
    {
      method: 'get',
      path: '/api/twilio/recordings',
      permission: 'recordings.list',
      tag: 'Recordings',
      summary: 'What Twilio recorded, the latest first',
      query: twilioRecordingsQuery,
      answers: { 200: twilioRecordingsPage },
    },
    async ({ read, query, request, response }) => {
      const { call_sid: callSid, interview_id: interviewId, limit } = query;
      const after = readCursor(request)?.after;
      const filter = { callSid, interviewId, after };
      const { rows, hasMore } = await read((tx) => listTwilioRecordings(tx, filter, limit));
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      return { json: { data: rows.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
];

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
