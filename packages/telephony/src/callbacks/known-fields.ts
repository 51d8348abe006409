import { TWILIO_STATUSES } from '../calls/status.ts';
import { TWILIO_RECORDING_STATUSES } from '../recordings/recording-status.ts';
import { isTwilioTime } from './twilio-time.ts';

/** Twilio's SIDs: two letters for the kind, then 32 hex digits. */
const sid = (prefix: string) => new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);

export const CALL_SID = sid('CA');
export const RECORDING_SID = sid('RE');
export const CONFERENCE_SID = sid('CF');

/** An id of ours as Postgres writes it, with dashes. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Check = { test(value: string): boolean };

const oneOf = (words: readonly string[]): Check => new RegExp(`^(?:${words.join('|')})$`);
const COUNT = /^\d{1,9}$/;
/** A phone number, a SIP or client address, or a word such as `anonymous`; empty for Voice SDK callers' `To`. */
const PARTY = /^(?:\+?[\d*#]{1,32}|(?:sips?|client|whatsapp):[^\s]{1,255}|[A-Za-z][A-Za-z0-9 _.-]{0,31})?$/i;
const TIME: Check = { test: isTwilioTime };

/** The fields that we interpret, and what they may hold. Everything else is kept as received and never read. */
export const KNOWN_FIELDS: ReadonlyMap<string, Check> = new Map(
  Object.entries({
    AccountSid: sid('AC'),
    CallSid: CALL_SID,
    ParentCallSid: CALL_SID,
    DialCallSid: CALL_SID,
    RecordingSid: RECORDING_SID,
    ConferenceSid: CONFERENCE_SID,
    /** TR… of a recording, GT… in real time. */
    TranscriptionSid: sid('(?:TR|GT)'),
    CallStatus: oneOf(TWILIO_STATUSES),
    DialCallStatus: /^(?:completed|answered|busy|no-answer|failed|canceled)$/,
    DialBridged: /^(?:true|false)$/,
    RecordingStatus: oneOf(TWILIO_RECORDING_STATUSES),
    Direction: /^(?:inbound|outbound-api|outbound-dial|trunking-terminating|trunking-originating)$/,
    SequenceNumber: COUNT,
    CallDuration: COUNT,
    Duration: COUNT,
    DialCallDuration: COUNT,
    RecordingDuration: /^(?:-1|\d{1,9})$/,
    SipResponseCode: /^(?:\d{3})?$/,
    ErrorCode: /^\d{0,9}$/,
    ErrorMessage: /^[^]{0,2000}$/,
    Timestamp: TIME,
    RecordingStartTime: TIME,
    /** Also in a bucket of one's own the last part is the SID, of a length that nothing can be cut from or joined to. */
    RecordingUrl: /^https?:\/\/\S{1,1900}\/RE[0-9a-fA-F]{32}(?:\.\w{3,4})?$/,
    AnsweredBy: /^[a-z_]{1,40}$/,
    From: PARTY,
    To: PARTY,
  } satisfies Record<string, Check>),
);

/** Query parameters that we interpret, put by ourselves or the caller's application into the callback URL. */
export const KNOWN_PARAMETERS: ReadonlyMap<string, Check> = new Map(
  Object.entries({
    candidate_id: COUNT,
    campaign_id: /^[\w.-]{1,64}$/,
    contact_id: /^[\w.-]{1,64}$/,
    call_id: /^[\w.-]{1,64}$/,
    interview_id: UUID,
    question_number: /^[1-9]\d{0,2}$/,
    attempt: /^[1-9]$/,
    empty: /^true$/,
    consent: /^(?:ask|answer|silent|given)$/,
    intent_id: UUID,
  } satisfies Record<string, Check>),
);
