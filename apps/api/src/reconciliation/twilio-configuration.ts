import { twilioConfiguration, webhookTest } from '@trunkline/api-contract/reconciliation';
import { callbackUrl, withOverrides } from '@trunkline/twilio';
import type { ApiConfig } from '../config.ts';
import { route, type Route } from '../http/route.ts';

export const twilioConfigurationRoutes = (config: ApiConfig): Route[] => [
  route(
    {
      operationId: 'getTwilioConfiguration',
      method: 'get',
      path: '/api/twilio/debug',
      permission: 'configuration.read',
      tag: 'Configuration',
      summary: 'Get the settings of calls',
      description: 'Returns the settings of calls, with masked secrets, and the URLs to set at Twilio.',
      answers: { 200: twilioConfiguration },
    },
    async () => ({ json: presentConfig(config) }),
  ),
  route(
    {
      operationId: 'getWebhookTest',
      method: 'get',
      path: '/api/webhook-test',
      permission: 'public', // as at ingest: a test of webhooks has no key, and a proxy may lead this path to either port
      tag: 'Configuration',
      summary: 'Test whether this origin answers',
      description: 'Answers without a key, like the same path of ingest, and names the origin that webhooks belong to.',
      answers: { 200: webhookTest },
    },
    async () => ({
      json: {
        status: 'ok',
        message: 'This is the API. Webhooks belong to ingest, at webhook_base_url.',
        webhook_base_url: config.WEBHOOK_BASE_URL,
      },
    }),
  ),
];

/** The auth token is a constant: this process does not have it, only ingest and the workers do. */
function presentConfig(config: ApiConfig) {
  const base = config.WEBHOOK_BASE_URL.replace(/\/+$/, '');
  const urlForNumber = (path: string): string => withOverrides(callbackUrl(config.WEBHOOK_BASE_URL, path, {}));
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
      number_voice: urlForNumber('/webhooks/twilio/voice-inbound'),
      number_status: urlForNumber('/webhooks/twilio/voice-status'),
    },
    whitelist: config.WHITELISTED_NUMBERS
      ? { is_on: true, numbers: config.WHITELISTED_NUMBERS.size }
      : { is_on: false },
    api_keys: [...config.API_KEYS].map(masked),
  };
}

/** Shows enough to recognise a secret and too little to use it. */
const masked = (secret: string): string =>
  secret.length < 12 ? '********' : `${secret.slice(0, 4)}…${secret.slice(-4)}`;
