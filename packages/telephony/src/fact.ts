import type { FactKind, Fields } from './fact-kind.ts';
import { isCallStatus, type CallStatus } from './status.ts';
import { parseTwilioTime } from './twilio-time.ts';

/** Where we learnt a fact. */
export type FactSource = 'webhook' | 'reconcile_hot' | 'reconcile_warm' | 'reconcile_cold' | 'sync' | 'api';

/** What one fact says of a call's columns; a name that is absent says nothing. */
export type FactValues = {
  accountSid?: string;
  parentCallSid?: string;
  fromNumber?: string;
  toNumber?: string;
  twilioDirection?: string;
  durationSec?: number;
  answeredBy?: string;
  sipResponseCode?: string;
  errorCode?: string;
  errorMessage?: string;
  candidateId?: number;
  campaignId?: string;
  campaignContactId?: string;
  externalCallId?: string;
};

export type RecordingFact = {
  sid: string;
  status: string;
  startedAt: string | null;
  url?: string;
  durationSec?: number;
};
export type DialFact = { status: string; callSid?: string; durationSec?: number };

/** One thing known about a call. Times are ISO 8601 in UTC. */
export type Fact = {
  /** The dedupe key: copies of one fact share it. */
  key: string;
  kind: FactKind;
  source: FactSource;
  callSid: string | null;
  status: CallStatus | null;
  sequence: number | null;
  /** When it happened, by Twilio's clock; null where Twilio does not say (recordings, TwiML requests). */
  occurredAt: string | null;
  /** When we received it. */
  observedAt: string;
  values: FactValues;
  recording?: RecordingFact;
  dial?: DialFact;
};

/** A row of the inbox, as far as a fact is read from it. */
export type StoredCallback = {
  kind: FactKind;
  dedupeKey: string;
  source: FactSource;
  payload: unknown;
  query: unknown;
  receivedAt: string;
};

/** Reads the fact out of a stored callback. Throws where the payload is no form: such a row cannot be applied. */
export function readFact({ kind, dedupeKey, source, payload, query, receivedAt }: StoredCallback): Fact {
  const fields = asFields(payload, 'payload');
  const status = fields['CallStatus'];
  if (status !== undefined && !isCallStatus(status)) throw new Error('CallStatus is not a status');
  const fact: Fact = {
    key: dedupeKey,
    kind,
    source,
    callSid: nonEmpty(fields['CallSid']) ?? null,
    status: status ?? null,
    sequence: count(fields['SequenceNumber']) ?? null,
    occurredAt: parseTwilioTime(fields['Timestamp']),
    observedAt: receivedAt,
    values: { ...callValues(fields), ...queryValues(asFields(query, 'query')) },
  };
  const recording = readRecording(fields);
  const dial = readDial(fields);
  return { ...fact, ...(recording && { recording }), ...(dial && { dial }) };
}

function callValues(fields: Fields): FactValues {
  return defined({
    accountSid: nonEmpty(fields['AccountSid']),
    parentCallSid: nonEmpty(fields['ParentCallSid']),
    fromNumber: nonEmpty(fields['From']),
    toNumber: nonEmpty(fields['To']),
    twilioDirection: nonEmpty(fields['Direction']),
    durationSec: count(fields['CallDuration']),
    answeredBy: nonEmpty(fields['AnsweredBy']),
    sipResponseCode: nonEmpty(fields['SipResponseCode']),
    ...(fields['RecordingStatus'] === undefined && {
      errorCode: nonEmpty(fields['ErrorCode']),
      errorMessage: nonEmpty(fields['ErrorMessage']),
    }),
  });
}

const queryValues = (query: Fields): FactValues =>
  defined({
    candidateId: count(query['candidate_id']),
    campaignId: nonEmpty(query['campaign_id']),
    campaignContactId: nonEmpty(query['contact_id']),
    externalCallId: nonEmpty(query['call_id']),
  });

function readRecording(fields: Fields): RecordingFact | undefined {
  const sid = nonEmpty(fields['RecordingSid']);
  if (sid === undefined) return undefined;
  return {
    sid,
    // Dial, record and call-status requests name a recording once it has ended, without a status.
    status: nonEmpty(fields['RecordingStatus']) ?? 'completed',
    startedAt: parseTwilioTime(fields['RecordingStartTime']),
    ...defined({ url: nonEmpty(fields['RecordingUrl']), durationSec: count(fields['RecordingDuration']) }),
  };
}

function readDial(fields: Fields): DialFact | undefined {
  const status = nonEmpty(fields['DialCallStatus']);
  if (status === undefined) return undefined;
  return {
    status,
    ...defined({ callSid: nonEmpty(fields['DialCallSid']), durationSec: count(fields['DialCallDuration']) }),
  };
}

function asFields(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Error(`The ${what} is not a form but ${Array.isArray(value) ? 'a list' : typeof value}`); // no values: this is logged
}

const nonEmpty = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const count = (value: unknown): number | undefined =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
function defined<T extends Record<string, unknown>>(values: T): Defined<T> {
  const result: Record<string, unknown> = {};
  for (const name in values) if (values[name] !== undefined) result[name] = values[name];
  return result as Defined<T>;
}
