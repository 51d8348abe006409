import { CALLBACK_STATUSES } from '../calls/status.ts';
import { TWILIO_RECORDING_STATUSES } from '../recordings/recording-status.ts';
import { isTwilioTime } from './twilio-time.ts';

/** Twilio's SIDs: two letters for the kind, then 32 hex digits. */
const sid = (prefix: string) => new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);

export const ACCOUNT_SID = sid('AC');
export const CALL_SID = sid('CA');
export const RECORDING_SID = sid('RE');
export const CONFERENCE_SID = sid('CF');

/** An id of ours as Postgres writes it, with dashes. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type Form = { test(value: string): boolean };

const oneOf = (words: readonly string[]): Form => new RegExp(`^(?:${words.join('|')})$`);
export const COUNT = /^\d{1,9}$/;
const TIME: Form = { test: isTwilioTime };
/** What a person or a carrier wrote: any text on one line. */
const PARTY = /^[^\r\n]{1,255}$/;

/** The fields that we interpret, and the form of their values. Everything else is kept as received and never read. */
export const FIELD_FORMS = {
  AccountSid: ACCOUNT_SID,
  CallSid: CALL_SID,
  CallStatus: oneOf(CALLBACK_STATUSES),
  ConferenceSid: CONFERENCE_SID,
  DialCallSid: CALL_SID,
  DialCallStatus: oneOf(['completed', 'answered', 'busy', 'no-answer', 'failed', 'canceled']),
  ParentCallSid: CALL_SID,
  RecordingSid: RECORDING_SID,
  RecordingStatus: oneOf(TWILIO_RECORDING_STATUSES),
  AnsweredBy: /^[a-z_]{1,40}$/,
  CallDuration: COUNT,
  DialCallDuration: COUNT,
  Direction: oneOf(['inbound', 'outbound-api', 'outbound-dial', 'trunking-terminating', 'trunking-originating']),
  /** JSON; a text that is none still says that the recording is encrypted. */
  EncryptionDetails: /^[^]{1,4000}$/,
  ErrorCode: COUNT,
  ErrorMessage: /^[^]{1,2000}$/,
  From: PARTY,
  RecordingChannels: COUNT,
  /** `-1` while the recording is not complete. */
  RecordingDuration: /^(?:-1|\d{1,9})$/,
  RecordingSource: /^\w{1,40}$/,
  RecordingStartTime: TIME,
  RecordingTrack: /^\w{1,40}$/,
  /** Also in an external bucket the path ends with the SID. A presigned URL has a query behind it. */
  RecordingUrl: /^https?:\/\/[^\s?#]{1,1900}\/RE[0-9a-fA-F]{32}(?:\.\w{3,4})?(?:\?[^\s#]{1,4000})?$/,
  SequenceNumber: COUNT,
  SipResponseCode: /^\d{3}$/,
  Timestamp: TIME,
  To: PARTY,
} as const satisfies Record<string, Form>;
export type KnownField = keyof typeof FIELD_FORMS;
