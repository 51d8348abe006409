import type { Fact, FactValues, RecordingFact, StoredCallback } from './fact.ts';
import { wholeNumber, defined, nonEmpty, type Fields } from '../callbacks/field-values.ts';
import { encryptionDetails } from '../recordings/encryption-details.ts';
import { isCallStatus, isTerminal } from '../calls/status.ts';
import { parseTwilioTime } from '../callbacks/twilio-time.ts';
import { decimal } from './decimal.ts';

/** Parses what Twilio's REST API says of a call or a recording (`call-resource`, `recording-resource`). Throws where it has no status. */
export function parseResource({ kind, dedupeKey, source, receivedAt }: StoredCallback, fields: Fields): Fact {
  const fact = { key: dedupeKey, kind, source, sequence: null, observedAt: receivedAt };
  if (kind === 'recording-resource')
    return {
      ...fact,
      callSid: nonEmpty(fields['call_sid']) ?? null,
      status: null,
      occurredAt: null,
      values: {},
      recording: readRecording(fields),
    };
  const status = fields['status'];
  if (!isCallStatus(status)) throw new Error('The status of the call resource is not a status');
  return {
    ...fact,
    callSid: nonEmpty(fields['sid']) ?? null,
    status,
    occurredAt: isTerminal(status) ? endedAt(fields) : parseTwilioTime(fields['start_time']),
    values: callValues(fields),
  };
}

/** When a call that is over ended, ISO 8601; for one that was never answered, when Twilio last touched it. */
export const endedAt = ({ end_time: end, date_updated: updated }: Fields): string | null =>
  parseTwilioTime(end) ?? parseTwilioTime(updated);

const callValues = (fields: Fields): FactValues =>
  defined({
    accountSid: nonEmpty(fields['account_sid']),
    parentCallSid: nonEmpty(fields['parent_call_sid']),
    fromNumber: nonEmpty(fields['from']),
    toNumber: nonEmpty(fields['to']),
    twilioDirection: nonEmpty(fields['direction']),
    durationSec: wholeNumber(fields['duration']),
    startTime: parseTwilioTime(fields['start_time']) ?? undefined,
    endTime: parseTwilioTime(fields['end_time']) ?? undefined,
    price: decimal(fields['price']),
    priceUnit: fields['price'] === null ? undefined : nonEmpty(fields['price_unit']),
    queueTime: wholeNumber(fields['queue_time']),
    answeredBy: nonEmpty(fields['answered_by']),
  });

function readRecording(fields: Fields): RecordingFact {
  const sid = nonEmpty(fields['sid']);
  const status = nonEmpty(fields['status']);
  if (sid === undefined || status === undefined) throw new Error('The recording resource has no sid or status');
  const channels = fields['channels'];
  const errorCode = fields['error_code'];
  return {
    sid,
    status,
    startedAt: parseTwilioTime(fields['start_time']),
    ...defined({
      url: nonEmpty(fields['media_url'])?.replace(/^http:/, 'https:'),
      durationSec: wholeNumber(fields['duration']),
      source: nonEmpty(fields['source']),
      channels: typeof channels === 'number' ? channels : undefined,
      track: nonEmpty(fields['track']),
      errorCode: errorCode === null || errorCode === undefined ? undefined : String(errorCode as number),
      price: decimal(fields['price']),
      priceUnit: fields['price'] === null ? undefined : nonEmpty(fields['price_unit']),
      encryption: encryptionDetails(fields['encryption_details']),
      look: readLook(fields),
    }),
  };
}

function readLook({ command_seq: commandSeq, seen_at: seenAt }: Fields): RecordingFact['look'] {
  const at = parseTwilioTime(seenAt);
  return typeof commandSeq === 'number' && at !== null ? { commandSeq, at } : undefined;
}
