/**
 * Stands for a number that was erased. It has the form of a number and belongs to no numbering plan, so that it is read as
 * a party outside, which keeps the direction of a call, and never as a person.
 */
export const ERASED_NUMBER = '+999000000000';

/** Fields of callbacks and REST resources that say how a call went. An erasure removes all others, known or not. */
export const KEPT_FIELDS = (
  'AccountSid AnsweredBy ApiVersion CallDuration CallSid CallStatus CallbackSource Called Caller ConferenceSid ' +
  'DialCallDuration DialCallSid DialCallStatus Direction Duration ErrorCode From ParentCallSid RecordingChannels ' +
  'RecordingDuration RecordingSid RecordingSource RecordingStartTime RecordingStatus RecordingTrack SequenceNumber ' +
  'SipResponseCode StatusCallbackEvent Timestamp To At By Status ' +
  'sid status account_sid call_sid parent_call_sid direction from to start_time end_time date_created date_updated ' +
  'duration price price_unit queue_time answered_by channels source track error_code command_seq seen_at'
).split(' ');

const KEPT = new Set(KEPT_FIELDS);

/** The fields of a payload that an erasure keeps. */
export const keptFields = (payload: object): object =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => KEPT.has(name)));
