import type { FactKind } from '@trunkline/telephony/callbacks';

/** What a stored callback was answered with: ingest acknowledges by the route, and on the route for anything by the kind. */
export function answerTo(rawTarget: string, kind: FactKind): 'TwiML' | 'JSON' | '204' {
  const path = rawTarget.replace(/\?.*$/s, '').replace(/\/+$/, '');
  if (TWIML_PATHS.has(path)) return 'TwiML';
  if (path === '/webhooks/telephony/events') return 'JSON';
  return path === '/api/calls/webhook/twilio' && ASKING.has(kind) ? 'TwiML' : '204';
}

const TWIML_PATHS: ReadonlySet<string> = new Set([
  '/webhooks/twilio/voice-inbound',
  '/webhooks/twilio/dial-action',
  '/api/interviews/voice',
  '/api/webhooks/record-response',
  '/api/calls/consent',
  '/api/calls/conference',
]);

const ASKING: ReadonlySet<FactKind> = new Set([
  'call-inbound',
  'dial-action',
  'record-action',
  'gather-action',
  'fallback',
  'child-twiml',
]);
