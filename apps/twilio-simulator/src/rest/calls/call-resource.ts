import { ownedNumber, ownedNumberSid } from '../../account.ts';
import { twilioDate } from '../../clock/clock.ts';
import type { CallRecord } from '../../truth/call-record.ts';

/** A call as Twilio's REST API shows it: all keys are present, null if unknown, and numbers are strings. */
export function callResource(record: CallRecord, isPriced: boolean) {
  const uri = `/2010-04-01/Accounts/${record.accountSid}/Calls/${record.sid}`;
  const isOurs = record.from === ownedNumber || record.to === ownedNumber;
  return {
    sid: record.sid,
    account_sid: record.accountSid,
    parent_call_sid: record.parentCallSid,
    to: record.to,
    to_formatted: formatted(record.to),
    from: record.from,
    from_formatted: formatted(record.from),
    caller_name: record.callerName,
    forwarded_from: record.forwardedFrom,
    phone_number_sid: isOurs ? ownedNumberSid : null,
    trunk_sid: null,
    group_sid: null,
    status: record.status,
    direction: record.direction,
    answered_by: record.answeredBy,
    start_time: dateOf(record.startedAt),
    end_time: dateOf(record.endedAt),
    duration: record.durationSeconds === null ? null : String(record.durationSeconds),
    price: isPriced ? record.price : null,
    price_unit: 'USD',
    queue_time: String(record.queueTimeMs),
    api_version: '2010-04-01',
    date_created: dateOf(record.createdAt),
    date_updated: dateOf(record.updatedAt),
    uri: `${uri}.json`,
    subresource_uris: subresources(uri),
  };
}

const subresources = (uri: string) => ({
  notifications: `${uri}/Notifications.json`,
  recordings: `${uri}/Recordings.json`,
  payments: `${uri}/Payments.json`,
  events: `${uri}/Events.json`,
  siprec: `${uri}/Siprec.json`,
  streams: `${uri}/Streams.json`,
  transcriptions: `${uri}/Transcriptions.json`,
  user_defined_message_subscriptions: `${uri}/UserDefinedMessageSubscriptions.json`,
  user_defined_messages: `${uri}/UserDefinedMessages.json`,
});

const dateOf = (epochMs: number | null): string | null => (epochMs === null ? null : twilioDate(epochMs));

const formatted = (address: string): string => address.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
