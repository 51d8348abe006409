import type { FactKind } from '@trunkline/telephony/callbacks';

/** What Twilio, or the system that a path comes from, gets as the answer. */
export type Answer =
  | 'no-content'
  | 'routing-twiml'
  | 'candidate-twiml'
  | 'interview-twiml'
  | 'consent-twiml'
  | 'conference-twiml'
  | 'empty-twiml'
  | 'telephony-json'
  | 'by-kind';

export type Route = {
  kind: FactKind;
  answer: Answer;
  /** Takes GET as well: then Twilio's parameters are in the URL. */
  takesGet?: true;
};

/** Every path at which Twilio may call us, without a slash at the end; `kind` is what a request there stands for. */
const ROUTES: ReadonlyMap<string, Route> = new Map([
  // Call inbox
  ['/webhooks/twilio/voice-inbound', { kind: 'call-inbound', answer: 'routing-twiml' }],
  ['/webhooks/twilio/voice-status', { kind: 'call-status', answer: 'no-content' }],
  ['/webhooks/twilio/recording-status', { kind: 'recording-complete', answer: 'no-content' }],
  ['/webhooks/twilio/dial-action', { kind: 'dial-action', answer: 'empty-twiml' }],
  // Candidate callbacks
  ['/voice', { kind: 'call-inbound', answer: 'candidate-twiml', takesGet: true }],
  ['/twilio-status', { kind: 'call-status', answer: 'no-content' }],
  // Interviews
  ['/api/interviews/voice', { kind: 'call-inbound', answer: 'interview-twiml' }],
  ['/api/webhooks/record-response', { kind: 'record-action', answer: 'interview-twiml' }],
  ['/api/webhooks/call-status', { kind: 'call-status', answer: 'no-content' }],
  ['/api/webhooks/recording-status', { kind: 'recording-complete', answer: 'no-content' }],
  // Telephony handler
  ['/webhooks/telephony/events', { kind: 'call-status', answer: 'telephony-json' }],
  ['/api/calls/consent', { kind: 'call-inbound', answer: 'consent-twiml' }],
  // Calls and emergency
  ['/api/calls/webhook/twilio', { kind: 'call-status', answer: 'by-kind' }],
  ['/api/calls/conference', { kind: 'call-inbound', answer: 'conference-twiml' }],
]);

/** The route of a raw request target; slashes at the end make no difference. */
export function findRoute(rawTarget: string): Route | undefined {
  const query = rawTarget.indexOf('?');
  let end = query === -1 ? rawTarget.length : query;
  while (end > 1 && rawTarget.charCodeAt(end - 1) === 47) end -= 1;
  return ROUTES.get(rawTarget.slice(0, end));
}
