import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { anything, rowId, timestamp } from '../http/answer-values.ts';
import { callControl } from '../live-control/live-calls.ts';
import { time } from '../http/request-values.ts';

export const callQuery = z.strictObject({ as_of: time.optional() });

const status = z.enum(CALL_STATUSES);
const text = z.string().nullable();
const count = z.int().nullable();

/** What everybody sees who sees the call. */
export const callOfParties = z.object({
  id: rowId,
  call_sid: text,
  conversation_id: rowId.nullable().optional(),
  parent_call_sid: text,
  status,
  direction: z.string(),
  from_number: text,
  to_number: text,
  outside_number: text,
  sip_or_pstn: text,
  duration_sec: count,
  start_time: timestamp.nullable(),
  end_time: timestamp.nullable(),
  ended_reason: text,
  dial_call_status: text,
  recording_sid: text,
  recording_status: text,
  is_final: z.boolean(),
  finalized_at: timestamp.nullable(),
  version: z.int(),
  order_id: rowId.nullable().optional(),
  conference_call_id: rowId.nullable().optional(),
  scheduled_at: timestamp.nullable().optional(),
  time_zone: text.optional(),
  created_at: timestamp,
  updated_at: timestamp,
});

/** What the staff sees beside: prices, Twilio’s addresses, and what went wrong inside. */
export const callOfStaff = z.object({
  account_sid: text,
  twilio_direction: text,
  price: text,
  price_unit: text,
  queue_time: count,
  answered_by: text,
  initiated_by: text,
  sip_response_code: text,
  error_code: text,
  error_message: text,
  dial_call_sid: text,
  dial_call_duration_sec: count,
  recording_url: text,
  siren_triggered: z.boolean(),
  candidate_id: count,
  campaign_id: text,
  campaign_contact_id: text,
  external_call_id: text,
  webhook_events: anything,
  metadata: anything,
  last_event_time: timestamp.nullable(),
  sync_state: z.string(),
  reconciled_at: timestamp.nullable(),
  checked_at: timestamp.nullable(),
  conference_sid: text,
});

const callEvent = z.object({
  id: rowId,
  inbox_id: rowId.nullable(),
  event_type: z.string(),
  event_status: text,
  event_time: timestamp.nullable(),
  observed_at: timestamp,
  source: z.string(),
  verdict: z.string(),
  dedupe_key: z.string(),
});

/** A call that this one placed. */
const callLeg = z.object({ call_sid: text, parent_call_sid: text, status, direction: z.string(), duration_sec: count });

/** A call with the calls it placed; for the staff with its log, and as it was known at `as_of`. */
export const call = z
  .object({
    ...callOfParties.shape,
    ...callOfStaff.partial().shape,
    as_of: timestamp.optional(),
    events: z.array(callEvent).optional(),
    legs: z.array(callLeg),
    control: callControl.optional().describe('as things stand now; left out of what was known at as_of'),
  })
  .meta({ id: 'Call', description: 'A call. What only the staff may see is left out for others' });
