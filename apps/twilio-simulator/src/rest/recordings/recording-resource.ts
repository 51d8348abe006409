import { twilioDate } from '../../clock/clock.ts';
import {
  encryptionDetails,
  type RecordingRecord,
  recordingUrl,
  silentErrorCode,
} from '../../truth/recording-record.ts';

/** A recording below the account. */
export function recordingResource(record: RecordingRecord, isPriced: boolean) {
  const path = `/2010-04-01/Accounts/${record.accountSid}/Recordings/${record.sid}`;
  return {
    ...properties(record, isPriced),
    uri: `${path}.json`,
    subresource_uris: { add_on_results: `${path}/AddOnResults.json`, transcriptions: `${path}/Transcriptions.json` },
    media_url: recordingUrl(record),
  };
}

/** A recording below its call, where Twilio shows other properties. */
export function callRecordingResource(record: RecordingRecord, isPriced: boolean) {
  const { accountSid, callSid, sid } = record;
  const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}/Recordings/${sid}.json`;
  return { ...properties(record, isPriced), track: record.track, uri };
}

function properties(record: RecordingRecord, isPriced: boolean) {
  return {
    account_sid: record.accountSid,
    api_version: '2010-04-01',
    call_sid: record.callSid,
    conference_sid: null,
    date_created: twilioDate(record.createdAt),
    date_updated: twilioDate(record.updatedAt),
    start_time: twilioDate(record.createdAt),
    duration: record.durationSeconds === null ? null : String(record.durationSeconds),
    sid: record.sid,
    price: isPriced ? record.price : null,
    price_unit: 'USD',
    status: record.status,
    channels: record.channels,
    source: record.source,
    error_code: record.status === 'absent' ? silentErrorCode : null,
    encryption_details: encryptionDetails(record),
  };
}
