import { wordsOf } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { callSid, listOf, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { anyOf, paging, phoneNumber, storedText } from '../http/request-values.ts';

export const candidateParam = described(z.string(), 'UUID or number of the candidate', EXAMPLE_UUID);

export const candidateToSave = z
  .strictObject({
    candidate_id: described(
      z.int().min(0).max(499_999_999).optional(),
      'The number that callbacks carry; default: a new number',
      7,
    ),
    name: described(storedText(200).optional(), 'Name for display', 'Ada Lovelace'),
    phone: described(phoneNumber, 'Number to call, in any notation', '+15085140320'),
  })
  .meta({ id: 'CandidateToSave' });

export const candidate = z
  .object({
    id: z.uuid(),
    candidate_id: described(z.int(), 'The number that callbacks carry', 7),
    name: z.string().nullable(),
    phone: z.string().nullable(),
  })
  .meta({ id: 'Candidate' });

/** `candidates.call_status` of the status-callback router. */
const callStatus = z.enum(wordsOf('candidate'));

export const candidatesQuery = z.strictObject({
  call_status: anyOf(callStatus, 'Only candidates whose last call has this status', ['IN_CALL']),
  ...paging,
});

export const candidatesPage = listOf(
  candidate.extend({
    call_status: described(callStatus.nullable(), 'Status of the last call, by the mapping of the router'),
    last_call_sid: callSid.nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  }),
).meta({ id: 'CandidatesPage' });
