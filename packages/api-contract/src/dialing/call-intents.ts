import { INTENT_STATES, ORDER_LEGS } from '@trunkline/telephony/dialing';
import { z } from 'zod';
import { campaignId } from '../campaigns/campaigns.ts';
import { anything, callSid, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { anyOf, paging, phoneNumber, time } from '../http/request-values.ts';

const state = z.enum(INTENT_STATES);

export const callIntentsQuery = z.strictObject({
  state: anyOf(state, 'Only intents in this state', ['queued', 'submission_unknown']),
  candidate_id: described(
    z.coerce.number().int().min(0).max(2_147_483_647).optional(),
    'Only calls to the candidate with this number',
    7,
  ),
  interview_id: described(z.uuid().optional(), 'Only calls of the interview with this UUID', EXAMPLE_UUID),
  ...paging,
});

export const candidateCall = z
  .strictObject({
    to: described(
      phoneNumber.optional(),
      "Number to call in any notation; default: the candidate's number",
      '+15085140320',
    ),
    not_before: described(time.optional(), 'Earliest time of the call; default: now'),
    campaign_id: described(
      campaignId.optional(),
      'The campaign that the call counts for in DIAL_CAP_CAMPAIGN; it changes nothing else',
      'autumn-2026',
    ),
  })
  .meta({ id: 'CandidateCall' });

/** A requested call, and what has become of it. */
export const callIntent = z
  .object({
    id: z.uuid(),
    kind: z.enum(['candidate', 'interview', 'order']),
    candidate_id: described(z.int().nullable(), 'Number of the candidate'),
    interview_id: z.uuid().nullable(),
    call_id: described(rowId.nullable(), 'Id of the scheduled call that this is a leg of'),
    leg: described(z.enum(ORDER_LEGS).nullable(), 'The side of a scheduled call that is called'),
    to_number: z.string(),
    from_number: z.string(),
    voice_url: described(z.string(), 'Where Twilio asks what the call does'),
    status_url: described(z.string(), 'Where Twilio reports the progress of the call'),
    state,
    call_sid: described(callSid.nullable(), 'The placed call'),
    not_before: timestamp,
    submitting_at: described(timestamp.nullable(), 'Last time the request to Twilio was begun'),
    submitted_at: timestamp.nullable(),
    resolved_at: timestamp.nullable(),
    next_attempt_at: timestamp,
    checks: described(z.int(), 'Number of look-ups at Twilio after a request without an answer'),
    error_code: z.string().nullable(),
    error: z.string().nullable(),
    evidence: anything,
    requested_by: described(
      z.string().nullable(),
      'The actor that requested the call, as the audit names it; caps count by it',
    ),
    campaign_id: described(
      z.string().nullable(),
      'The campaign that the call counts for: of an interview, its question set',
    ),
    created_at: timestamp,
  })
  .meta({ id: 'CallIntent', description: 'A requested call, and what has become of it' });

export const callIntentsPage = listOf(callIntent).meta({ id: 'CallIntentsPage' });
