import { describeKind, detectKind, type CallbackKind } from './callback-kinds.ts';
import type { Fields } from './field-values.ts';

/** Everything that a request may be answered with, and its form: TwiML where a caller is on the line and waits. */
export const REPLY_FORMS = {
  'no-content': '204',
  'telephony-json': 'JSON',
  'empty-twiml': 'TwiML',
  'routing-twiml': 'TwiML',
  'candidate-twiml': 'TwiML',
  'interview-twiml': 'TwiML',
  'consent-twiml': 'TwiML',
  'conference-twiml': 'TwiML',
} as const satisfies Record<string, '204' | 'JSON' | 'TwiML'>;

export type Reply = keyof typeof REPLY_FORMS;
export type ReplyForm = (typeof REPLY_FORMS)[Reply];

export type CallbackPath = {
  /** What a request is whose fields are no kind's. */
  kind: CallbackKind;
  /** Every request is of that kind; its fields do not matter. */
  isOneKind?: true;
  replies: Reply | 'by-kind';
  /** Accepts GET as well: then Twilio's parameters are in the URL. */
  acceptsGet?: true;
};

/** Every path at which Twilio may call us, without a slash at the end. */
export const CALLBACK_PATHS: ReadonlyMap<string, CallbackPath> = new Map<string, CallbackPath>([
  // Call inbox
  ['/webhooks/twilio/voice-inbound', { kind: 'call-inbound', replies: 'routing-twiml' }],
  ['/webhooks/twilio/voice-status', { kind: 'call-status', replies: 'no-content' }],
  ['/webhooks/twilio/recording-status', { kind: 'recording-complete', replies: 'no-content' }],
  ['/webhooks/twilio/dial-action', { kind: 'dial-action', replies: 'empty-twiml' }],
  // Candidate callbacks
  ['/voice', { kind: 'call-inbound', replies: 'candidate-twiml', acceptsGet: true }],
  ['/twilio-status', { kind: 'call-status', replies: 'no-content' }],
  // Interviews: the key that ends an answer makes its request no <Gather>
  ['/api/interviews/voice', { kind: 'call-inbound', isOneKind: true, replies: 'interview-twiml' }],
  ['/api/webhooks/record-response', { kind: 'record-action', isOneKind: true, replies: 'interview-twiml' }],
  ['/api/webhooks/call-status', { kind: 'call-status', replies: 'no-content' }],
  ['/api/webhooks/recording-status', { kind: 'recording-complete', replies: 'no-content' }],
  // Telephony handler
  ['/webhooks/telephony/events', { kind: 'call-status', replies: 'telephony-json' }],
  ['/api/calls/consent', { kind: 'call-inbound', replies: 'consent-twiml' }],
  // Calls and emergency
  ['/api/calls/webhook/twilio', { kind: 'call-status', replies: 'by-kind' }],
  ['/api/calls/conference', { kind: 'call-inbound', replies: 'conference-twiml' }],
]);

/** The entry of a raw request target; slashes at the end make no difference. */
export function findCallbackPath(rawTarget: string): CallbackPath | undefined {
  const query = rawTarget.indexOf('?');
  let end = query === -1 ? rawTarget.length : query;
  while (end > 1 && rawTarget.charCodeAt(end - 1) === 47) end -= 1;
  return CALLBACK_PATHS.get(rawTarget.slice(0, end));
}

/** The kind of a request. Where the answer depends on it, a ringing call without the marks of a progress callback is a new call. */
export function kindOfRequest({ kind, isOneKind, replies }: CallbackPath, fields: Fields): CallbackKind {
  if (isOneKind) return kind;
  const detected = detectKind(fields, kind);
  const isRinging = replies === 'by-kind' && detected === 'call-status' && fields['CallStatus'] === 'ringing';
  return isRinging && !('CallbackSource' in fields) && !('SequenceNumber' in fields) ? 'call-inbound' : detected;
}

/** What a request of this kind is answered with at a path. */
export const replyTo = ({ replies }: CallbackPath, kind: CallbackKind): Reply =>
  replies === 'by-kind' ? describeKind(kind).replies : replies;

/** True where a caller is on the line: such a request gets its TwiML also where it cannot be stored. */
export const waitsForTwiml = (reply: Reply): boolean => REPLY_FORMS[reply] === 'TwiML';
