import { expect, test } from '@jest/globals';
import { FACT_KINDS, type FactKind } from '@trunkline/telephony/callbacks';
import { answerOf } from '../../apps/ingest/src/answer-callback.ts';
import { findRoute } from '../../apps/ingest/src/routes.ts';
import { answerTo } from '../../packages/explain/src/findings/answer-to.ts';

const PATHS = [
  '/webhooks/twilio/voice-inbound',
  '/webhooks/twilio/voice-status',
  '/webhooks/twilio/recording-status',
  '/webhooks/twilio/dial-action',
  '/twilio-status',
  '/api/interviews/voice',
  '/api/webhooks/record-response',
  '/api/webhooks/call-status',
  '/api/webhooks/recording-status',
  '/webhooks/telephony/events',
  '/api/calls/consent',
  '/api/calls/conference',
  '/api/calls/webhook/twilio',
];

const WORDS = {
  'no-content': '204',
  'telephony-json': 'JSON',
  'routing-twiml': 'TwiML',
  'candidate-twiml': 'TwiML',
  'interview-twiml': 'TwiML',
  'consent-twiml': 'TwiML',
  'conference-twiml': 'TwiML',
  'empty-twiml': 'TwiML',
} as const;

test.each(PATHS)('an explanation shows the answer that ingest gives at %s', (path) => {
  const route = findRoute(path)!;
  const answers = FACT_KINDS.map((kind: FactKind) => [kind, WORDS[answerOf(route.answer, kind)]]);
  for (const target of [path, `${path}/`, `${path}?candidate_id=7&x=/`])
    expect(FACT_KINDS.map((kind) => [kind, answerTo(target, kind)])).toEqual(answers);
});
