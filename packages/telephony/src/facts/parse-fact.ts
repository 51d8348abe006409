import { parseCallDrop } from '../live-control/call-drop.ts';
import { parseManualStatus } from '../live-control/manual-status.ts';
import { parseConsent } from '../consent/consent-step.ts';
import type { DialFact, Fact, FactValues, RecordingFact, StoredCallback } from './fact.ts';
import { wholeNumber, defined, nonEmpty, type Fields } from '../callbacks/field-values.ts';
import { parseResource } from './parse-resource.ts';
import { isCallStatus } from '../calls/status.ts';
import { parseTwilioTime } from '../callbacks/twilio-time.ts';

/** Parses the fact in a stored row. Throws where the payload is no form or its status unknown: such a row cannot be applied. */
export function parseFact(stored: StoredCallback): Fact {
  const { kind, dedupeKey, source, payload, query, receivedAt } = stored;
  const fields = asFields(payload, 'payload');
  if (kind === 'call-resource' || kind === 'recording-resource') return parseResource(stored, fields);
  if (kind === 'call-drop') return parseCallDrop(stored, fields);
  if (kind === 'manual-status') return parseManualStatus(stored, fields);
  const parameters = asFields(query, 'query');
  const status = fields['CallStatus'];
  if (status !== undefined && !isCallStatus(status)) throw new Error('CallStatus is not a status');
  const fact: Fact = {
    key: dedupeKey,
    kind,
    source,
    callSid: nonEmpty(fields['CallSid']) ?? null,
    status: status ?? null,
    sequence: wholeNumber(fields['SequenceNumber']) ?? null,
    occurredAt: parseTwilioTime(fields['Timestamp']),
    observedAt: receivedAt,
    values: { ...callValues(fields), ...queryValues(parameters) },
  };
  const recording = readRecording(fields);
  const dial = readDial(fields);
  const consent = parseConsent(fields, parameters);
  return { ...fact, ...(recording && { recording }), ...(dial && { dial }), ...(consent && { consent }) };
}

function callValues(fields: Fields): FactValues {
  return defined({
    accountSid: nonEmpty(fields['AccountSid']),
    parentCallSid: nonEmpty(fields['ParentCallSid']),
    fromNumber: nonEmpty(fields['From']),
    toNumber: nonEmpty(fields['To']),
    twilioDirection: nonEmpty(fields['Direction']),
    durationSec: wholeNumber(fields['CallDuration']),
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
    candidateId: wholeNumber(query['candidate_id']),
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
    ...defined({
      url: nonEmpty(fields['RecordingUrl']),
      durationSec: wholeNumber(fields['RecordingDuration']),
      source: nonEmpty(fields['RecordingSource']),
      channels: wholeNumber(fields['RecordingChannels']),
      track: nonEmpty(fields['RecordingTrack']),
      errorCode: fields['RecordingStatus'] === undefined ? undefined : errorCode(fields['ErrorCode']),
    }),
  };
}

function readDial(fields: Fields): DialFact | undefined {
  const status = nonEmpty(fields['DialCallStatus']);
  if (status === undefined) return undefined;
  return {
    status,
    ...defined({ callSid: nonEmpty(fields['DialCallSid']), durationSec: wholeNumber(fields['DialCallDuration']) }),
  };
}

/** `0` is Twilio's word for none. */
const errorCode = (value: unknown): string | undefined => (value === '0' ? undefined : nonEmpty(value));

function asFields(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Error(`The ${what} is not a form but ${Array.isArray(value) ? 'a list' : typeof value}`); // no values: this is logged
}
