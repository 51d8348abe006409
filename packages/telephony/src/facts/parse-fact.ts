import { describeKind } from '../callbacks/callback-kinds.ts';
import { wholeNumber, defined, nonEmpty, fieldText, type Fields } from '../callbacks/field-values.ts';
import { readFields, type ReadFields } from '../callbacks/read-fields.ts';
import { parseManualStatus } from '../live-control/manual-status.ts';
import { parseTwilioTime } from '../callbacks/twilio-time.ts';
import { parseCallStatus } from '../calls/status.ts';
import { parseConsent } from '../consent/consent-step.ts';
import { parseCallDrop } from '../live-control/call-drop.ts';
import { encryptionDetails } from '../recordings/encryption-details.ts';
import type { DialFact, Fact, FactValues, RecordingFact, StoredCallback } from './fact.ts';
import { parseResource } from './parse-resource.ts';

/** Parses the fact in a stored row. Throws where the payload is no form or its status unknown: such a row cannot be applied. */
export function parseFact(stored: StoredCallback): Fact {
  const { kind, dedupeKey, source, payload, query, receivedAt } = stored;
  const fields = asFields(payload, 'payload');
  if (kind === 'call-resource' || kind === 'recording-resource') return parseResource(stored, fields);
  if (kind === 'call-drop') return parseCallDrop(stored, fields);
  if (kind === 'manual-status') return parseManualStatus(stored, fields);
  const parameters = asFields(query, 'query');
  const read = readFields(kind, fields);
  if (read.CallStatus === undefined && 'CallStatus' in fields) throw new Error('CallStatus is not a status');
  const fact: Fact = {
    key: dedupeKey,
    kind,
    source,
    callSid: read.CallSid ?? null,
    status: parseCallStatus(read.CallStatus) ?? null,
    sequence: wholeNumber(read.SequenceNumber) ?? null,
    occurredAt: parseTwilioTime(read.Timestamp),
    observedAt: receivedAt,
    values: {
      ...(describeKind(kind).about === 'call' ? callValues(read, fields) : defined({ accountSid: read.AccountSid })),
      ...queryValues(parameters),
    },
  };
  const recording = readRecording(read);
  const dial = readDial(read);
  const consent = parseConsent(fields, parameters);
  return {
    ...fact,
    ...(recording && { recording }),
    ...(dial && { dial }),
    ...(consent && { consent }),
    ...(isParticipant(kind, fields) && { joinedConference: true }),
  };
}

const isParticipant = (kind: StoredCallback['kind'], fields: Fields): boolean =>
  kind === 'conference' && fieldText(fields, 'StatusCallbackEvent')?.startsWith('participant-') === true;

function callValues(read: ReadFields, fields: Fields): FactValues {
  return defined({
    accountSid: read.AccountSid,
    parentCallSid: read.ParentCallSid,
    fromNumber: partyOf(read.From, fields['Caller']),
    toNumber: partyOf(read.To, fields['Called']),
    twilioDirection: read.Direction,
    durationSec: wholeNumber(read.CallDuration),
    answeredBy: read.AnsweredBy,
    sipResponseCode: read.SipResponseCode,
    errorCode: read.ErrorCode,
    errorMessage: read.ErrorMessage,
  });
}

/**
 * Twilio names each party twice, in fields that are not neighbours (`From`, `Caller`). The two may differ (a whisper to a
 * client), but where one begins with the other, a rewrite of the request cut one of them or joined it with other fields.
 */
function partyOf(party: string | undefined, twinValue: unknown): string | undefined {
  const twin = nonEmpty(twinValue);
  if (party === undefined || twin === undefined) return party;
  const [short, long] = party.length < twin.length ? [party, twin] : [twin, party];
  if (!long.startsWith(short)) return party;
  return NEXT_FIELD.test(long.slice(short.length)) ? short : long;
}

/** How the names begin that are sorted after the parties. */
const NEXT_FIELD =
  /^(?:Call(?:ed|er|Token)|Dial|Direction|From|Parent|Recording|Sequence|Sip|Stir|Timestamp|To|Transcription)/;

const queryValues = (query: Fields): FactValues =>
  defined({
    candidateId: wholeNumber(query['candidate_id']),
    campaignId: nonEmpty(query['campaign_id']),
    campaignContactId: nonEmpty(query['contact_id']),
    externalCallId: nonEmpty(query['call_id']),
  });

function readRecording(read: ReadFields): RecordingFact | undefined {
  if (read.RecordingSid === undefined) return undefined;
  return {
    sid: read.RecordingSid,
    // Dial, record and call-status requests name a recording once it has ended, without a status.
    status: read.RecordingStatus ?? 'completed',
    startedAt: parseTwilioTime(read.RecordingStartTime),
    ...defined({
      url: read.RecordingUrl,
      durationSec: wholeNumber(read.RecordingDuration),
      source: read.RecordingSource,
      channels: wholeNumber(read.RecordingChannels),
      track: read.RecordingTrack,
      encryption: encryptionDetails(read.EncryptionDetails),
      errorCode: read.RecordingStatus === undefined ? undefined : errorCode(read.ErrorCode),
    }),
  };
}

function readDial(read: ReadFields): DialFact | undefined {
  if (read.DialCallStatus === undefined) return undefined;
  return {
    status: read.DialCallStatus,
    ...defined({ callSid: read.DialCallSid, durationSec: wholeNumber(read.DialCallDuration) }),
  };
}

/** `0` is Twilio's word for none. */
const errorCode = (value: string | undefined): string | undefined => (value === '0' ? undefined : value);

function asFields(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Error(`The ${what} is not a form but ${Array.isArray(value) ? 'a list' : typeof value}`); // no values: this is logged
}
