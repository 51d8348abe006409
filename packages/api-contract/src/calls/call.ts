import { CALL_STATUSES, DIRECTIONS, wordsOf } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { anything, callSid, duration, recordingSid, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { time } from '../http/request-values.ts';
import { callControl } from '../live-control/call-control.ts';

export const callQuery = z.strictObject({
  as_of: described(
    time.optional(),
    'Shows the call as it was known at this time, from the log of its facts. Needs the permission call-log.read',
  ),
});

export const status = z.enum(CALL_STATUSES);
const lifecycle = z.enum(wordsOf('lifecycle'));
const text = z.string().nullable();

/** What every role sees that sees the call. */
export const callOfParties = z.object({
  id: rowId,
  call_sid: described(callSid.nullable(), 'Twilio SID; null while the call is only scheduled'),
  conversation_id: rowId.nullable().optional(),
  parent_call_sid: described(callSid.nullable(), 'The call that placed this one, as a leg'),
  status,
  direction: described(z.string(), `One of ${DIRECTIONS.join(', ')}, seen from our numbers`, 'inbound'),
  from_number: text,
  to_number: text,
  caller: described(
    z.string(),
    'The caller as people write it: a number, a name, or Hidden caller',
    '+1 (508) 514-0320',
  ),
  called: described(z.string(), 'The called party as people write it', 'dispatcher'),
  outside_number: described(text, 'The number that is not ours, E.164'),
  sip_or_pstn: described(text, 'sip or pstn'),
  duration_sec: duration,
  start_time: timestamp.nullable(),
  end_time: timestamp.nullable(),
  ended_reason: described(text, 'Why the call ended, such as monitor_drop'),
  dial_call_status: described(text, 'Result of a Dial verb'),
  recording_sid: recordingSid.nullable(),
  recording_status: described(text, 'State of the live recording: recording, paused or stopped'),
  is_final: described(z.boolean(), 'True once the call has ended'),
  finalized_at: timestamp.nullable(),
  version: described(z.int(), 'Grows with every change; of two states the higher one is newer'),
  order_id: rowId.nullable().optional(),
  conference_call_id: described(rowId.nullable().optional(), 'The scheduled call that this is a leg of'),
  scheduled_at: timestamp.nullable().optional(),
  time_zone: text.optional(),
  created_at: timestamp,
  updated_at: timestamp,
});

/** What only the staff sees: prices, addresses at Twilio, and errors. */
export const callOfStaff = z.object({
  account_sid: text,
  twilio_direction: described(text, 'Direction in the words of Twilio', 'outbound-dial'),
  price: described(text, 'Price in `price_unit`, as Twilio reports it', '-0.0085'),
  price_unit: text,
  queue_time: described(z.int().nullable(), 'Milliseconds that the call waited at Twilio'),
  answered_by: described(text, 'Result of answering machine detection'),
  initiated_by: described(text, 'UUID of the user who started the call'),
  sip_response_code: text,
  error_code: text,
  error_message: text,
  dial_call_sid: text,
  dial_call_duration_sec: duration,
  recording_url: described(text, "Twilio's own address of the recording"),
  siren_triggered: z.boolean(),
  candidate_id: described(z.int().nullable(), 'Number of the candidate'),
  campaign_id: text,
  campaign_contact_id: text,
  external_call_id: described(text, 'The call_id that the application put into the callback URL'),
  webhook_events: anything,
  metadata: anything,
  last_event_time: timestamp.nullable(),
  sync_state: described(z.string(), 'active, or frozen: final, compared with Twilio and not checked again'),
  reconciled_at: described(timestamp.nullable(), 'Last comparison with Twilio'),
  checked_at: described(timestamp.nullable(), 'Last look-up at Twilio'),
  conference_sid: text,
});

const callEvent = z.object({
  id: rowId,
  inbox_id: described(rowId.nullable(), 'The callback in the inbox; null for facts from the REST API'),
  event_type: z.string(),
  event_status: text,
  event_time: described(timestamp.nullable(), "Time by Twilio's clock"),
  observed_at: described(timestamp, 'Time of receipt'),
  source: described(z.string(), 'webhook, api, sync or the tier of reconciliation'),
  verdict: described(z.string(), 'Effect on the call: applied, duplicate, late or superseded'),
  dedupe_key: z.string(),
});

/** A call that this one placed. */
const callLeg = z.object({
  call_sid: callSid.nullable(),
  parent_call_sid: callSid.nullable(),
  status,
  direction: z.string(),
  duration_sec: duration,
});

export const call = z
  .object({
    ...callOfParties.shape,
    ...callOfStaff.partial().shape,
    status: described(
      z.enum([...new Set([...CALL_STATUSES, ...wordsOf('lifecycle')])]),
      'By Twilio SID in the words of Twilio (in-progress), by our id in those of calls and emergency (in_progress)',
      'in-progress',
    ),
    lifecycle: described(lifecycle, 'The status in the words of calls and emergency, however the call is addressed'),
    as_of: timestamp.optional(),
    events: described(z.array(callEvent).optional(), 'The log of the call; for the staff only'),
    legs: described(z.array(callLeg), 'Calls that this call placed'),
    control: described(callControl.optional(), 'Present state of live control; absent with as_of'),
  })
  .meta({ id: 'Call', description: 'A call. Fields for the staff are absent for other roles' });
