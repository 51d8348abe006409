import { isTerminal, parseCallStatus } from '../calls/status.ts';
import { describeKind, detectKind, type CallbackKind } from './callback-kinds.ts';
import { fieldText, type Fields } from './field-values.ts';
import { hasRequired } from './read-fields.ts';

/** Everything that a request may be answered with, and its form: TwiML where a caller is on the line and waits. */
export const REPLY_FORMS = {
  'no-content': '204',
  'interview-status': '204',
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
  ['/api/webhooks/call-status', { kind: 'call-status', replies: 'interview-status' }],
  ['/api/webhooks/recording-status', { kind: 'recording-complete', replies: 'interview-status' }],
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

/** The kind of a request at a path; `other` where its fields are not those of the kind that they or the path name. */
export function kindOfRequest({ kind, isOneKind, replies }: CallbackPath, fields: Fields): CallbackKind {
  if (isOneKind) return kind;
  const detected = detectKind(fields, kind);
  if (replies === 'by-kind' && detected === 'call-status' && !isProgress(fields)) return kindOfTwimlRequest(fields);
  return hasRequired(detected, fields) ? detected : 'other';
}

/** At the path for anything: a call that rings, or that we placed and was answered, asks what to do. */
function kindOfTwimlRequest(fields: Fields): CallbackKind {
  const status = parseCallStatus(fieldText(fields, 'CallStatus'));
  if (status === 'ringing') return 'call-inbound';
  if (status !== 'in-progress') return hasRequired('call-status', fields) ? 'call-status' : 'other';
  return fieldText(fields, 'Direction') === 'outbound-api' ? 'call-inbound' : 'other';
}

/** True for what is certainly call progress, and so does not wait for TwiML. */
function isProgress(fields: Fields): boolean {
  if (fieldText(fields, 'CallbackSource') !== undefined || fieldText(fields, 'SequenceNumber') !== undefined)
    return true;
  return hasEnded(fields) && fieldText(fields, 'CallDuration') !== undefined;
}

function hasEnded(fields: Fields): boolean {
  const status = parseCallStatus(fieldText(fields, 'CallStatus'));
  return status !== undefined && isTerminal(status);
}

/** What a request of this kind is answered with at a path. In doubt it is TwiML, which a status callback ignores. */
export function replyTo({ replies }: CallbackPath, kind: CallbackKind, fields: Fields): Reply {
  if (replies !== 'by-kind' && waitsForTwiml(replies)) return replies;
  if (replies === 'telephony-json' && kind === 'call-status') return replies;
  if (replies === 'interview-status' && hasEnded(fields)) return replies;
  const { replies: ofKind } = describeKind(kind);
  const own = ofKind === 'in-doubt' ? replyInDoubt(fields) : ofKind;
  return replies === 'by-kind' || waitsForTwiml(own) ? own : replies;
}

/** Every request for TwiML says the status of its call. */
const replyInDoubt = (fields: Fields): Reply =>
  fieldText(fields, 'CallStatus') !== undefined && !isProgress(fields) ? 'empty-twiml' : 'no-content';

/** True where a caller is on the line: such a request gets its TwiML also where it cannot be stored. */
export const waitsForTwiml = (reply: Reply): boolean => REPLY_FORMS[reply] === 'TwiML';
