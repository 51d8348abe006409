import { amount, callSid, count, flag, freeText, json, recordingSid, recordingUrl, sidOf, word } from './values.ts';
import { voice, live, type Callback } from './voice-fields.ts';

const VOICE = ['/webhooks/twilio/voice-inbound', '/api/calls/webhook/twilio', '/voice'];
const ACTION = ['/webhooks/twilio/dial-action', '/api/calls/webhook/twilio'];
const STATUS = ['/webhooks/twilio/voice-status', '/api/calls/webhook/twilio', '/twilio-status'];

/** Requests for a document: new calls and the actions of verbs. */
export const REQUESTS: readonly Callback[] = [
  { name: 'voice request', paths: VOICE, fields: { ...voice, CallStatus: word('ringing') } },
  {
    name: 'answered call',
    paths: VOICE,
    fields: { ...live, 'AnsweredBy?': word('human', 'machine_end_beep'), 'MachineDetectionDuration?': count(9000) },
  },
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
  {
    name: 'gather action',
    paths: ACTION,
    fields: {
      ...live,
      'Digits?': count(9999),
      'FinishedOnKey?': word('#', ''),
      SpeechResult: freeText,
      'Confidence?': amount,
      'Language?': word('en-US'),
      'msg?': word('Gather End'),
    },
  },
  {
    name: 'gather partial',
    paths: STATUS,
    fields: {
      ...live,
      SequenceNumber: count(9),
      UnstableSpeechResult: freeText,
      Stability: amount,
      'StableSpeechResult?': freeText,
    },
  },
  {
    name: 'record action',
    paths: ACTION,
    fields: {
      ...live,
      RecordingUrl: recordingUrl,
      RecordingSid: recordingSid,
      RecordingDuration: count(600),
      'Digits?': word('hangup', '#'),
    },
  },
  {
    name: 'refer action',
    paths: ACTION,
    fields: {
      ...live,
      'ReferCallStatus?': word('in-progress', 'failed', 'completed'),
      ReferSipResponseCode: word('202', '405'),
      'NotifySipResponseCode?': word('200', '486'),
    },
  },
  {
    name: 'pay action',
    paths: ACTION,
    fields: {
      ...live,
      Result: word('success', 'payment-connector-error', 'interrupted-with-star'),
      'PayErrorCode?': count(65_000),
      'PaymentError?': freeText,
      'PaymentToken?': freeText,
      'PaymentCardNumber?': word('xxxx-1111'),
      'PaymentConfirmationCode?': freeText,
      'PaymentMethod?': word('credit-card'),
      'ProfileId?': word(''),
    },
  },
  {
    name: 'enqueue action',
    paths: ACTION,
    fields: {
      ...live,
      QueueSid: sidOf('QU'),
      QueueResult: word('hangup', 'bridged', 'leave', 'error'),
      QueueTime: count(900),
    },
  },
  {
    name: 'queue wait',
    paths: ACTION,
    fields: {
      ...live,
      QueueSid: sidOf('QU'),
      QueuePosition: count(9),
      QueueTime: count(900),
      AvgQueueTime: count(900),
      CurrentQueueSize: count(9),
      'MaxQueueSize?': count(1000),
    },
  },
  {
    name: 'dequeue',
    paths: ACTION,
    fields: { ...live, QueueSid: sidOf('QU'), QueueTime: count(900), DequeingCallSid: callSid },
  },
  {
    name: 'connect action',
    paths: ACTION,
    fields: {
      ...live,
      SessionId: sidOf('VX'),
      SessionStatus: word('ended', 'failed', 'completed'),
      SessionDuration: count(600),
      'HandoffData?': json,
    },
  },
  {
    name: 'virtual agent',
    paths: ACTION,
    fields: {
      ...live,
      VirtualAgentStatus: word('completed', 'failed'),
      VirtualAgentProvider: word('Dialogflow'),
      'VirtualAgentProviderData?': json,
      'VirtualAgentErrorCode?': count(65_000),
      'VirtualAgentError?': freeText,
    },
  },
  {
    name: 'fallback',
    paths: ACTION,
    fields: { ...live, ErrorCode: word('11200', '12100'), ErrorUrl: word('https://example.com/voice') },
  },
];
