import { ACCOUNT_SID, CALL_SID, CONFERENCE_SID, RECORDING_SID, TRANSCRIPTION_SID } from './sid.ts';
import type { FactKind, Fields } from './fact-kind.ts';
import { findMovedBoundary } from './moved-boundary.ts';
import { isTwilioTime } from './twilio-time.ts';

type Check = { test(value: string): boolean };

const COUNT = /^\d{1,9}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A phone number, a SIP or client address, or a word such as `anonymous`; empty for Voice SDK callers' `To`. */
const PARTY = /^(?:\+?[\d*#]{1,32}|(?:sips?|client|whatsapp):[^\s]{1,255}|[A-Za-z][A-Za-z0-9 _.-]{0,31})?$/i;
const STATUS = /^(?:queued|initiated|ringing|in-progress|completed|busy|no-answer|canceled|failed)$/;
const TIME: Check = { test: isTwilioTime };

/** The fields that we interpret. Everything else is kept as received and never read. */
const KNOWN: Record<string, Check> = {
  AccountSid: ACCOUNT_SID,
  CallSid: CALL_SID,
  ParentCallSid: CALL_SID,
  DialCallSid: CALL_SID,
  RecordingSid: RECORDING_SID,
  ConferenceSid: CONFERENCE_SID,
  TranscriptionSid: TRANSCRIPTION_SID,
  CallStatus: STATUS,
  DialCallStatus: /^(?:completed|answered|busy|no-answer|failed|canceled)$/,
  DialBridged: /^(?:true|false)$/,
  RecordingStatus: /^(?:in-progress|completed|absent|failed|paused|stopped|processing|started|resumed)$/,
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
};

/** What a kind is nothing without. */
const REQUIRED: Partial<Record<FactKind, readonly string[]>> = {
  'call-status': ['CallSid', 'CallStatus'],
  'recording-complete': ['RecordingSid', 'RecordingStatus'],
  'recording-in-progress': ['RecordingSid', 'RecordingStatus'],
  'recording-absent': ['RecordingSid', 'RecordingStatus'],
  'recording-failed': ['RecordingSid', 'RecordingStatus'],
};

/** Query parameters that we interpret, put by ourselves or the caller's application into the callback URL. */
const QUERY_CHECKS: ReadonlyMap<string, Check> = new Map([
  ['candidate_id', COUNT],
  ['campaign_id', /^[\w.-]{1,64}$/],
  ['contact_id', /^[\w.-]{1,64}$/],
  ['call_id', /^[\w.-]{1,64}$/],
  ['interview_id', UUID],
  ['question_number', /^[1-9]\d{0,2}$/],
  ['attempt', /^[1-9]$/],
  ['empty', /^true$/],
  ['consent', /^(?:ask|answer|silent|given)$/],
  ['intent_id', UUID],
]);
const CHECKS: ReadonlyMap<string, Check> = new Map(Object.entries(KNOWN));

/**
 * Why a signed request cannot be what Twilio sent, or null. The signature covers the URL and the parameters as one
 * string without separators, so a rewritten request can still verify: here it is caught by what it leaves behind.
 */
export function findShapeFault(kind: FactKind, { fields, query, rawTarget, signedText }: ReceivedShape): string | null {
  return (
    findInvalidField(fields, CHECKS) ??
    findInvalidField(query, QUERY_CHECKS) ??
    findMissingField(kind, fields) ??
    findHiddenField(fields, signedText) ??
    findMovedBoundary(fields, rawTarget, signedText)
  );
}

type ReceivedShape = {
  fields: Fields;
  query: Fields;
  /** Path and query as received. */
  rawTarget: string;
  /** What the signature covers: the raw target and all decoded names and values in a row. */
  signedText: string;
};

function findInvalidField(fields: Fields, known: ReadonlyMap<string, Check>): string | null {
  for (const name in fields) {
    const check = known.get(name);
    if (check === undefined) continue;
    const value = fields[name];
    if (typeof value !== 'string') return `${name} is repeated or not text`;
    if (!check.test(value)) return `${name} has an impossible value`;
  }
  return null;
}

function findMissingField(kind: FactKind, fields: Fields): string | null {
  const missing = REQUIRED[kind]?.find((name) => !(name in fields));
  return missing === undefined ? null : `${missing} is missing`;
}

/** Names that occur inside others (`FromCity`, `CallDuration`) or in text by chance; the first two have twins instead. */
const COMMON: readonly string[] = ['From', 'To', 'Duration'];
const DISTINCTIVE = Object.keys(KNOWN).filter((name) => !COMMON.includes(name));

/** A known field is absent, but its name and value stand in the signed text, cut elsewhere (`CallDuration1=7`) or merged. */
function findHiddenField(fields: Fields, signedText: string): string | null {
  for (const known of DISTINCTIVE) {
    if (known in fields) continue;
    for (let at = signedText.indexOf(known); at !== -1; at = signedText.indexOf(known, at + 1)) {
      const end = at + known.length;
      const isHidden = startsWithValue(signedText.slice(end), known) && !isPartOfName(fields, known, signedText, end);
      if (isHidden) return `${known} is hidden in another field or in the URL`;
    }
  }
  return null;
}

const LONGEST_PREFIX = 40;

/** True where a possible value comes next, whatever follows it. */
function startsWithValue(text: string, known: string): boolean {
  if (known === 'RecordingUrl') return text.startsWith('http');
  for (let length = 1; length <= Math.min(text.length, LONGEST_PREFIX); length++) {
    if (KNOWN[known]!.test(text.slice(0, length))) return true;
  }
  return false;
}

/** Twilio has longer names with a known one at their end: `DialCallSid`, `ParticipantCallStatus`. */
const LONGER = /^(?:Parent|Child|Original|Dial|DialSip|Participant|Conference|Queue|Stream|Transcription|Machine)$/;

const isPartOfName = (fields: Fields, known: string, signedText: string, end: number): boolean =>
  Object.keys(fields).some(
    (name) =>
      name.endsWith(known) && LONGER.test(name.slice(0, -known.length)) && signedText.slice(0, end).endsWith(name),
  );
