import { INTENT_STATES, ORDER_LEGS } from '@trunkline/telephony/dialing';
import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { anyOf, paging, phoneNumber, time } from '../http/request-values.ts';

const state = z.enum(INTENT_STATES);

export const callIntentsQuery = z.strictObject({
  state: anyOf(state).optional(),
  candidate_id: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  interview_id: z.uuid().optional(),
  ...paging,
});

/** What a request for a call may say: another number than the candidate's own, and a time to wait for. */
export const dialBody = z
  .strictObject({ to: phoneNumber.optional(), not_before: time.optional() })
  .meta({ id: 'DialRequest', example: { to: '+15085140320' } });

/** A call that somebody wants placed, and what became of the wish. */
export const callIntent = z
  .object({
    id: z.uuid(),
    kind: z.enum(['candidate', 'interview', 'order']),
    candidate_id: z.int().nullable(),
    interview_id: z.uuid().nullable(),
    call_id: rowId.nullable(),
    leg: z.enum(ORDER_LEGS).nullable(),
    to_number: z.string(),
    from_number: z.string(),
    voice_url: z.string(),
    status_url: z.string(),
    state,
    call_sid: z.string().nullable(),
    not_before: timestamp,
    submitting_at: timestamp.nullable(),
    submitted_at: timestamp.nullable(),
    resolved_at: timestamp.nullable(),
    next_attempt_at: timestamp,
    checks: z.int(),
    error_code: z.string().nullable(),
    error: z.string().nullable(),
    evidence: anything,
    created_at: timestamp,
  })
  .meta({ id: 'CallIntent' });

export const callIntentsPage = listOf(callIntent);
