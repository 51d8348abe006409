import { expect, test } from '@jest/globals';
import { findRoute } from './routes.ts';

const PATHS = [
  ['/webhooks/twilio/voice-inbound', 'call-inbound', 'routing-twiml'],
  ['/webhooks/twilio/voice-status', 'call-status', 'no-content'],
  ['/webhooks/twilio/recording-status', 'recording-complete', 'no-content'],
  ['/webhooks/twilio/dial-action', 'dial-action', 'empty-twiml'],
  ['/voice', 'call-inbound', 'candidate-twiml'],
  ['/twilio-status', 'call-status', 'no-content'],
  ['/api/interviews/voice', 'call-inbound', 'interview-twiml'],
  ['/api/webhooks/record-response', 'record-action', 'interview-twiml'],
  ['/api/webhooks/call-status', 'call-status', 'no-content'],
  ['/api/webhooks/recording-status', 'recording-complete', 'no-content'],
  ['/webhooks/telephony/events', 'call-status', 'telephony-json'],
  ['/api/calls/consent', 'call-inbound', 'consent-twiml'],
  ['/api/calls/webhook/twilio', 'call-status', 'by-kind'],
  ['/api/calls/conference', 'call-inbound', 'conference-twiml'],
] as const;

test.each(PATHS)('%s takes %s and answers %s, with or without slash and query', (path, kind, answer) => {
  for (const suffix of ['', '/', '//', '?candidate_id=7', '/?candidate_id=7'])
    expect(findRoute(path + suffix)).toMatchObject({ kind, answer });
});

test.each([
  '/',
  '',
  '/health',
  '/webhooks/twilio',
  '/webhooks/twilio/voice-statusx',
  '/Twilio-Status',
  '//twilio-status',
  '?/twilio-status',
])('%j is no callback path', (target) => expect(findRoute(target)).toBeUndefined());
