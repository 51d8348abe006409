import { isoTime, rfcTime, type Make } from './values.ts';
import {
  amount,
  callSid,
  conferenceSid,
  count,
  freeText,
  flag,
  json,
  place,
  recordingSid,
  recordingUrl,
  sidOf,
  word,
} from './values.ts';

/** A field that is always sent, or (with `?`) in half of the forms. */
type Fields = Readonly<Record<string, Make>>;

/** Twilio's requests and reports: where they go, and the fields that its documents name for each. */
export type Callback = { name: string; paths: readonly string[]; fields: Fields };

const STATUS = ['/webhooks/twilio/voice-status', '/api/calls/webhook/twilio', '/twilio-status'];
const VOICE = ['/webhooks/twilio/voice-inbound', '/api/calls/webhook/twilio', '/voice'];
const ACTION = ['/webhooks/twilio/dial-action', '/api/calls/webhook/twilio'];
const RECORDING = ['/webhooks/twilio/recording-status', '/api/calls/webhook/twilio'];

const places: Fields = Object.fromEntries(
  ['From', 'To', 'Caller', 'Called'].flatMap((end) =>
    ['City', 'State', 'Zip', 'Country'].map((part) => [`${end}${part}?`, place]),
  ),
);

/** The fields that every voice request and report may have. */
const voice: Fields = {
  'ApiVersion?': () => '2010-04-01',
  Direction: word('inbound', 'outbound-api', 'outbound-dial'),
  'ForwardedFrom?': () => '+15085550111',
  'CalledVia?': () => '+15085550111',
  'CallerName?': freeText,
  'ParentCallSid?': callSid,
  'ApplicationSid?': sidOf('AP'),
  'PhoneNumberSid?': sidOf('PN'),
  'StirVerstat?': word('TN-Validation-Passed-A', 'TN-Validation-Failed-C-Diverted', 'No-TN-Validation', ''),
  'StirPassportToken?': word('eyJhbGciOiJFUzI1NiJ9.e30.c2ln'),
  'StirStatus?': word('A', 'B', 'C', 'null'),
  'CallToken?': json,
  'CallReason?': freeText,
  'AddOns?': json,
  'SipDomain?': word('acme.sip.twilio.com'),
  'SipDomainSid?': sidOf('SD'),
  'SipCallId?': word('3848276298220188511@192.0.2.7'),
  'SipSourceIp?': word('192.0.2.7'),
  ...places,
};

const live: Fields = { ...voice, CallStatus: word('in-progress') };
const progress: Fields = {
  ...voice,
  CallbackSource: word('call-progress-events'),
  SequenceNumber: count(9),
  Timestamp: rfcTime,
};
const recorded: Fields = {
  RecordingSid: recordingSid,
  RecordingUrl: recordingUrl,
  RecordingDuration: count(600),
  'RecordingChannels?': word('1', '2'),
  'RecordingSource?': word('RecordVerb', 'DialVerb', 'OutboundAPI', 'StartCallRecordingTwiML', 'Trunking'),
  'RecordingStartTime?': rfcTime,
  'RecordingTrack?': word('both', 'inbound', 'outbound'),
};
const stream: Fields = { StreamSid: sidOf('MZ'), 'StreamName?': freeText, Timestamp: isoTime };

export const CALLBACKS: readonly Callback[] = [
  { name: 'progress', paths: STATUS, fields: { ...progress, CallStatus: word('initiated', 'ringing', 'in-progress') } },
  {
    name: 'end',
    paths: STATUS,
    fields: {
      ...progress,
      CallStatus: word('completed', 'no-answer'),
      CallDuration: count(600),
      'Duration?': count(10),
      'SipResponseCode?': word('200', '404', '487', ''),
      'AnsweredBy?': word('human', 'machine_start', 'fax', 'unknown'),
      'ErrorCode?': word('', '13224'),
      'ErrorMessage?': word('', 'Dial: invalid phone number format'),
    },
  },
  { name: 'voice request', paths: VOICE, fields: { ...voice, CallStatus: word('ringing') } },
  { name: 'answered call', paths: VOICE, fields: { ...live, 'AnsweredBy?': word('human', 'machine_end_beep'), 'MachineDetectionDuration?': count(9000) } },
  {
    name: 'dial action',
    paths: ACTION,
    fields: {
      ...live,
      DialCallStatus: word('completed', 'answered', 'no-answer'),
      'DialCallSid?': callSid,
      'DialCallDuration?': count(600),
      'DialBridged?': flag,
      'DialSipCallId?': word('x@192.0.2.7'),
      'DialSipResponseCode?': word('200', '486'),
      'RecordingUrl?': recordingUrl,
    },
  },
  { name: 'gather action', paths: ACTION, fields: { ...live, 'Digits?': count(9999), 'FinishedOnKey?': word('#', ''), SpeechResult: freeText, 'Confidence?': amount, 'Language?': word('en-US'), 'msg?': word('Gather End') } },
  { name: 'gather partial', paths: STATUS, fields: { ...live, SequenceNumber: count(9), UnstableSpeechResult: freeText, Stability: amount, 'StableSpeechResult?': freeText } },
  { name: 'record action', paths: ACTION, fields: { ...live, RecordingUrl: recordingUrl, RecordingSid: recordingSid, RecordingDuration: count(600), 'Digits?': word('hangup', '#') } },
  { name: 'recording', paths: RECORDING, fields: { ...recorded, RecordingStatus: word('completed', 'in-progress', 'absent'), ErrorCode: word('0', '') } },
  { name: 'transcription', paths: RECORDING, fields: { TranscriptionSid: sidOf('TR'), TranscriptionText: freeText, TranscriptionStatus: word('completed', 'failed'), TranscriptionType: word('fast'), TranscriptionUrl: word('http://api.twilio.com/x'), RecordingSid: recordingSid, RecordingUrl: recordingUrl, 'url?': word('https://example.com/transcribed') } },
  { name: 'real-time transcription', paths: STATUS, fields: { TranscriptionSid: sidOf('GT'), TranscriptionEvent: word('transcription-started', 'transcription-content', 'transcription-stopped'), Timestamp: isoTime, SequenceId: count(99), 'TranscriptionData?': json, 'Track?': word('inbound_track'), 'Final?': flag, 'PartialResults?': flag, 'ProviderConfiguration?': json, 'TranscriptionEngine?': word('google'), 'LanguageCode?': word('en-US') } },
  { name: 'conference', paths: STATUS, fields: { ConferenceSid: conferenceSid, FriendlyName: freeText, StatusCallbackEvent: word('participant-join', 'participant-leave', 'participant-mute', 'conference-start'), SequenceNumber: count(9), Timestamp: rfcTime, 'Muted?': flag, 'Hold?': flag, 'Coaching?': flag, 'EndConferenceOnExit?': flag, 'StartConferenceOnEnter?': flag, 'ParticipantLabel?': freeText, 'ParticipantCallStatus?': word('completed'), 'ReasonParticipantLeft?': word('participant_hung_up'), 'CallSidEndingConference?': callSid, 'ReasonConferenceEnded?': word('last-participant-left') } },
  { name: 'refer action', paths: ACTION, fields: { ...live, 'ReferCallStatus?': word('in-progress', 'failed', 'completed'), ReferSipResponseCode: word('202', '405'), 'NotifySipResponseCode?': word('200', '486') } },
  { name: 'pay action', paths: ACTION, fields: { ...live, Result: word('success', 'payment-connector-error', 'interrupted-with-star'), 'PayErrorCode?': count(65_000), 'PaymentError?': freeText, 'PaymentToken?': freeText, 'PaymentCardNumber?': word('xxxx-1111'), 'PaymentConfirmationCode?': freeText, 'PaymentMethod?': word('credit-card'), 'ProfileId?': word('') } },
  { name: 'pay status', paths: STATUS, fields: { For: word('payment-card-number', 'security-code'), 'ErrorType?': word('timeout', 'invalid-card-number'), 'Attempt?': count(3), 'Required?': word('postal-code'), 'PartialResult?': flag } },
  { name: 'enqueue action', paths: ACTION, fields: { ...live, QueueSid: sidOf('QU'), QueueResult: word('hangup', 'bridged', 'leave', 'error'), QueueTime: count(900) } },
  { name: 'queue wait', paths: ACTION, fields: { ...live, QueueSid: sidOf('QU'), QueuePosition: count(9), QueueTime: count(900), AvgQueueTime: count(900), CurrentQueueSize: count(9), 'MaxQueueSize?': count(1000) } },
  { name: 'dequeue', paths: ACTION, fields: { ...live, QueueSid: sidOf('QU'), QueueTime: count(900), DequeingCallSid: callSid } },
  { name: 'connect action', paths: ACTION, fields: { ...live, SessionId: sidOf('VX'), SessionStatus: word('ended', 'failed', 'completed'), SessionDuration: count(600), 'HandoffData?': json } },
  { name: 'virtual agent', paths: ACTION, fields: { ...live, VirtualAgentStatus: word('completed', 'failed'), VirtualAgentProvider: word('Dialogflow'), 'VirtualAgentProviderData?': json, 'VirtualAgentErrorCode?': count(65_000), 'VirtualAgentError?': freeText } },
  { name: 'stream', paths: STATUS, fields: { ...stream, StreamEvent: word('stream-started', 'stream-stopped', 'stream-error'), 'StreamError?': freeText } },
  { name: 'siprec', paths: STATUS, fields: { SiprecSid: sidOf('SR'), 'SiprecName?': freeText, SiprecEvent: word('siprec-started', 'siprec-error'), 'SiprecError?': freeText, Timestamp: isoTime } },
  { name: 'machine detection', paths: STATUS, fields: { AnsweredBy: word('human', 'machine_start', 'unknown'), MachineDetectionDuration: count(9000) } },
  { name: 'fallback', paths: ACTION, fields: { ...live, ErrorCode: word('11200', '12100'), ErrorUrl: word('https://example.com/voice') } },
];
