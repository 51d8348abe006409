import { fieldText, type Fields } from './field-values.ts';
import type { KnownField } from './known-fields.ts';

/** An event in a call's log, in the words of the call inbox: `call.created`, `recording.ready`. */
export type CallLogEvent = `${'call' | 'recording'}.${string}`;

type Descriptor = {
  origin: 'twilio' | 'rest' | 'us';
  about: 'call' | 'recording';
  /** Whether a request is one, by its fields. Null: by its path alone, or it is no request. */
  detect: ((fields: Fields) => boolean) | null;
  /** A request without these fields is of the kind `other`. */
  required: readonly KnownField[];
  /** The fields that are read. Others that are named as Twilio's are an application's own, or were moved there. */
  reads: readonly KnownField[];
  /** What its dedupe key begins with, such as `call:CA…:completed:3`: a word and the values of fields. */
  key: { word: string; fields: readonly string[] };
  /** What people call it. */
  label: string;
  /** Its name in a call's log (`call_events.event_type`); a call's first one is `call.created` instead. */
  callLogEvent: CallLogEvent;
  /** What it waits for, on a path that answers by the kind. In doubt: nothing if it is call progress, else TwiML. */
  replies: 'no-content' | 'empty-twiml' | 'routing-twiml' | 'in-doubt';
};

/** What every request about a call carries. */
const CALL = ['AccountSid', 'CallSid', 'CallStatus', 'Direction', 'From', 'ParentCallSid', 'To'] as const;
const RECORDING = [
  'RecordingSid',
  'RecordingUrl',
  'RecordingDuration',
  'RecordingChannels',
  'RecordingSource',
  'RecordingStartTime',
  'RecordingTrack',
] as const;
/** What a callback about a recording carries: it names the call, and does not describe it. */
const RECORDING_STATUS = [
  'AccountSid',
  'CallSid',
  'ConferenceSid',
  'RecordingStatus',
  'ErrorCode',
  'EncryptionDetails',
  ...RECORDING,
] as const;
const PROGRESS = ['CallDuration', 'SequenceNumber', 'Timestamp', 'SipResponseCode', 'AnsweredBy'] as const;
const ERROR = ['ErrorCode', 'ErrorMessage'] as const;

/** A call that rings has recorded nothing and gathered nothing: such a field is an application's own. */
const isRinging = (fields: Fields): boolean => fieldText(fields, 'CallStatus') === 'ringing';

const has = (fields: Fields, name: string): boolean => fieldText(fields, name) !== undefined;

/**
 * Everything that the inbox stores, an entry for each kind (`twilio_webhook_inbox.event_type`): requests of Twilio, what
 * its REST API says, and what we did ourselves. A new kind is an entry here. Where the fields of a request fit several
 * kinds, the first one counts.
 */
const KINDS = {
  'recording-complete': {
    origin: 'twilio',
    about: 'recording',
    detect: (fields) => fieldText(fields, 'RecordingStatus') === 'completed' && !isRinging(fields),
    required: ['RecordingSid', 'RecordingStatus'],
    reads: RECORDING_STATUS,
    key: { word: 'recording', fields: ['RecordingSid', 'RecordingStatus'] },
    label: 'recording complete',
    callLogEvent: 'recording.ready',
    replies: 'no-content',
  },
  'recording-in-progress': {
    origin: 'twilio',
    about: 'recording',
    detect: (fields) => fieldText(fields, 'RecordingStatus') === 'in-progress' && !isRinging(fields),
    required: ['RecordingSid', 'RecordingStatus'],
    reads: RECORDING_STATUS,
    key: { word: 'recording', fields: ['RecordingSid', 'RecordingStatus'] },
    label: 'recording in progress',
    callLogEvent: 'recording.status_changed',
    replies: 'no-content',
  },
  'recording-absent': {
    origin: 'twilio',
    about: 'recording',
    detect: (fields) => fieldText(fields, 'RecordingStatus') === 'absent' && !isRinging(fields),
    required: ['RecordingSid', 'RecordingStatus'],
    reads: RECORDING_STATUS,
    key: { word: 'recording', fields: ['RecordingSid', 'RecordingStatus'] },
    label: 'recording absent',
    callLogEvent: 'recording.status_changed',
    replies: 'no-content',
  },
  'recording-failed': {
    origin: 'twilio',
    about: 'recording',
    detect: (fields) => has(fields, 'RecordingStatus') && !isRinging(fields),
    required: ['RecordingSid', 'RecordingStatus'],
    reads: RECORDING_STATUS,
    key: { word: 'recording', fields: ['RecordingSid', 'RecordingStatus'] },
    label: 'recording failed',
    callLogEvent: 'recording.status_changed',
    replies: 'no-content',
  },
  'realtime-transcription': {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => has(fields, 'TranscriptionEvent'),
    required: [],
    reads: ['AccountSid', 'CallSid', 'Timestamp'],
    key: { word: 'realtime-transcription', fields: ['CallSid', 'CallStatus'] },
    label: 'live transcription',
    callLogEvent: 'call.realtime_transcription',
    replies: 'no-content',
  },
  transcription: {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => has(fields, 'TranscriptionStatus'),
    required: [],
    reads: [...CALL, 'RecordingSid', 'RecordingUrl'],
    key: { word: 'transcription', fields: ['CallSid', 'CallStatus'] },
    label: 'transcription',
    callLogEvent: 'call.transcription',
    replies: 'no-content',
  },
  conference: {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => has(fields, 'StatusCallbackEvent') && has(fields, 'ConferenceSid'),
    required: [],
    reads: ['AccountSid', 'CallSid', 'ConferenceSid', 'SequenceNumber', 'Timestamp'],
    key: { word: 'conference', fields: ['ConferenceSid', 'StatusCallbackEvent', 'SequenceNumber'] },
    label: 'conference',
    callLogEvent: 'call.conference',
    replies: 'no-content',
  },
  'dial-action': {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => has(fields, 'DialCallStatus'),
    required: ['DialCallStatus'],
    reads: [...CALL, ...RECORDING, 'DialCallSid', 'DialCallStatus', 'DialCallDuration'],
    key: { word: 'dial', fields: ['CallSid', 'DialCallSid', 'DialCallStatus'] },
    label: 'dial action',
    callLogEvent: 'call.dial_action',
    replies: 'empty-twiml',
  },
  'call-status': {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => has(fields, 'CallbackSource') || has(fields, 'SequenceNumber'),
    required: ['CallSid', 'CallStatus'],
    reads: [...CALL, ...PROGRESS, ...ERROR, ...RECORDING],
    key: { word: 'call', fields: ['CallSid', 'CallStatus', 'SequenceNumber'] },
    label: 'call status',
    callLogEvent: 'call.status_changed',
    replies: 'in-doubt',
  },
  fallback: {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => has(fields, 'ErrorUrl'),
    required: [],
    reads: [...CALL, ...ERROR],
    key: { word: 'fallback', fields: ['CallSid', 'CallStatus'] },
    label: 'fallback request',
    callLogEvent: 'call.fallback',
    replies: 'empty-twiml',
  },
  'record-action': {
    origin: 'twilio',
    about: 'call',
    detect: (fields) =>
      has(fields, 'RecordingUrl') && has(fields, 'CallStatus') && !has(fields, 'CallDuration') && !isRinging(fields),
    required: [],
    reads: [...CALL, ...RECORDING],
    key: { word: 'record-action', fields: ['CallSid', 'CallStatus'] },
    label: 'record action',
    callLogEvent: 'call.record_action',
    replies: 'empty-twiml',
  },
  'gather-action': {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => (has(fields, 'Digits') || has(fields, 'SpeechResult')) && !isRinging(fields),
    required: [],
    reads: CALL,
    key: { word: 'gather-action', fields: ['CallSid', 'CallStatus'] },
    label: 'gather action',
    callLogEvent: 'call.gather_action',
    replies: 'empty-twiml',
  },
  'amd-status': {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => has(fields, 'AnsweredBy') && !has(fields, 'CallStatus'),
    required: [],
    reads: ['AccountSid', 'CallSid', 'AnsweredBy'],
    key: { word: 'amd-status', fields: ['CallSid', 'CallStatus'] },
    label: 'machine detection',
    callLogEvent: 'call.amd_status',
    replies: 'no-content',
  },
  'child-twiml': {
    origin: 'twilio',
    about: 'call',
    detect: (fields) => has(fields, 'ParentCallSid') && has(fields, 'ForwardedFrom'),
    required: [],
    reads: [...CALL, 'AnsweredBy'],
    key: { word: 'child-twiml', fields: ['CallSid', 'CallStatus'] },
    label: 'whisper request',
    callLogEvent: 'call.child_twiml',
    replies: 'empty-twiml',
  },
  'call-inbound': {
    origin: 'twilio',
    about: 'call',
    detect: null,
    required: [],
    reads: [...CALL, 'AnsweredBy'],
    key: { word: 'call-inbound', fields: ['CallSid', 'CallStatus'] },
    label: 'voice request',
    callLogEvent: 'call.status_changed',
    replies: 'routing-twiml',
  },
  /** Any other request of Twilio's about a call: of Pay, Refer, Enqueue, Stream, and of verbs to come. */
  other: {
    origin: 'twilio',
    about: 'call',
    detect: null,
    required: [],
    reads: CALL,
    key: { word: 'other', fields: ['CallSid', 'CallStatus'] },
    label: 'other callback',
    callLogEvent: 'call.other',
    replies: 'in-doubt',
  },
  'call-resource': {
    origin: 'rest',
    about: 'call',
    detect: null,
    required: [],
    reads: [],
    key: { word: 'call-resource', fields: ['sid', 'status'] },
    label: 'call resource',
    callLogEvent: 'call.status_changed',
    replies: 'no-content',
  },
  'recording-resource': {
    origin: 'rest',
    about: 'recording',
    detect: null,
    required: [],
    reads: [],
    key: { word: 'recording-resource', fields: ['sid', 'status'] },
    label: 'recording resource',
    callLogEvent: 'recording.status_changed',
    replies: 'no-content',
  },
  'call-drop': {
    origin: 'us',
    about: 'call',
    detect: null,
    required: [],
    reads: [],
    key: { word: 'call-drop', fields: ['CallSid', 'CallStatus'] },
    label: 'call drop',
    callLogEvent: 'call.dropped',
    replies: 'no-content',
  },
  'manual-status': {
    origin: 'us',
    about: 'call',
    detect: null,
    required: [],
    reads: [],
    key: { word: 'manual-status', fields: ['CallSid', 'Status'] },
    label: 'manual status',
    callLogEvent: 'call.status_set',
    replies: 'no-content',
  },
  /** A request of any kind that is not believed: only its dedupe key says so, its row keeps the kind that it claims. */
  quarantined: {
    origin: 'twilio',
    about: 'call',
    detect: null,
    required: [],
    reads: [],
    key: { word: 'quarantined', fields: [] },
    label: 'quarantined',
    callLogEvent: 'call.quarantined',
    replies: 'no-content',
  },
} as const satisfies Record<string, Descriptor>;

export type CallbackKind = keyof typeof KINDS;
/** Kinds that no request brings: what REST says, or what we did. */
export type SnapshotKind = {
  [K in CallbackKind]: (typeof KINDS)[K]['origin'] extends 'twilio' ? never : K;
}[CallbackKind];

export const CALLBACK_KINDS = Object.keys(KINDS) as readonly CallbackKind[];

const DESCRIPTORS: Readonly<Record<string, Descriptor>> = KINDS;

/** A kind that a newer version stored is described by its name alone. */
export const describeKind = (kind: CallbackKind): Descriptor => DESCRIPTORS[kind] ?? describeUnknown(kind);

const describeUnknown = (kind: string): Descriptor => ({
  origin: 'twilio',
  about: 'call',
  detect: null,
  required: [],
  reads: [],
  key: { word: kind, fields: ['CallSid', 'CallStatus'] },
  label: kind.replaceAll('-', ' '),
  callLogEvent: `call.${kind.replaceAll('-', '_')}`,
  replies: 'no-content',
});

const DETECTORS = CALLBACK_KINDS.flatMap((kind) => {
  const { detect } = KINDS[kind];
  return detect ? [{ kind, detect }] : [];
});

/** The kind of a request by its fields; `otherwise` where they are no kind's, as a bare `CallStatus` is none. */
export function detectKind(fields: Fields, otherwise: CallbackKind): CallbackKind {
  for (const { kind, detect } of DETECTORS) if (detect(fields)) return kind;
  return otherwise;
}
