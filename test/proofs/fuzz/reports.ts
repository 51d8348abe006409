import {
  callSid,
  conferenceSid,
  count,
  flag,
  freeText,
  isoTime,
  json,
  recordingSid,
  recordingUrl,
  rfcTime,
  sidOf,
  word,
} from './values.ts';
import { progress, recorded, type Callback, type Fields } from './voice-fields.ts';

const STATUS = ['/webhooks/twilio/voice-status', '/api/calls/webhook/twilio', '/twilio-status'];
const RECORDING = ['/webhooks/twilio/recording-status', '/api/calls/webhook/twilio'];

const stream: Fields = { StreamSid: sidOf('MZ'), 'StreamName?': freeText, Timestamp: isoTime };

/** Reports of what happened. */
export const REPORTS: readonly Callback[] = [
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
  {
    name: 'recording',
    paths: RECORDING,
    fields: { ...recorded, RecordingStatus: word('completed', 'in-progress', 'absent'), ErrorCode: word('0', '') },
  },
  {
    name: 'transcription',
    paths: RECORDING,
    fields: {
      TranscriptionSid: sidOf('TR'),
      TranscriptionText: freeText,
      TranscriptionStatus: word('completed', 'failed'),
      TranscriptionType: word('fast'),
      TranscriptionUrl: word('http://api.twilio.com/x'),
      RecordingSid: recordingSid,
      RecordingUrl: recordingUrl,
      'url?': word('https://example.com/transcribed'),
    },
  },
  {
    name: 'real-time transcription',
    paths: STATUS,
    fields: {
      TranscriptionSid: sidOf('GT'),
      TranscriptionEvent: word('transcription-started', 'transcription-content', 'transcription-stopped'),
      Timestamp: isoTime,
      SequenceId: count(99),
      'TranscriptionData?': json,
      'Track?': word('inbound_track'),
      'Final?': flag,
      'PartialResults?': flag,
      'ProviderConfiguration?': json,
      'TranscriptionEngine?': word('google'),
      'LanguageCode?': word('en-US'),
    },
  },
  {
    name: 'conference',
    paths: STATUS,
    fields: {
      ConferenceSid: conferenceSid,
      FriendlyName: freeText,
      StatusCallbackEvent: word('participant-join', 'participant-leave', 'participant-mute', 'conference-start'),
      SequenceNumber: count(9),
      Timestamp: rfcTime,
      'Muted?': flag,
      'Hold?': flag,
      'Coaching?': flag,
      'EndConferenceOnExit?': flag,
      'StartConferenceOnEnter?': flag,
      'ParticipantLabel?': freeText,
      'ParticipantCallStatus?': word('completed'),
      'ReasonParticipantLeft?': word('participant_hung_up'),
      'CallSidEndingConference?': callSid,
      'ReasonConferenceEnded?': word('last-participant-left'),
    },
  },
  {
    name: 'pay status',
    paths: STATUS,
    fields: {
      For: word('payment-card-number', 'security-code'),
      'ErrorType?': word('timeout', 'invalid-card-number'),
      'Attempt?': count(3),
      'Required?': word('postal-code'),
      'PartialResult?': flag,
    },
  },
  {
    name: 'stream',
    paths: STATUS,
    fields: {
      ...stream,
      StreamEvent: word('stream-started', 'stream-stopped', 'stream-error'),
      'StreamError?': freeText,
    },
  },
  {
    name: 'siprec',
    paths: STATUS,
    fields: {
      SiprecSid: sidOf('SR'),
      'SiprecName?': freeText,
      SiprecEvent: word('siprec-started', 'siprec-error'),
      'SiprecError?': freeText,
      Timestamp: isoTime,
    },
  },
  {
    name: 'machine detection',
    paths: STATUS,
    fields: { AnsweredBy: word('human', 'machine_start', 'unknown'), MachineDetectionDuration: count(9000) },
  },
];
