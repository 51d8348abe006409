import { wordsOf } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { listOf, timestamp } from '../http/answer-values.ts';
import { anyOf, paging } from '../http/request-values.ts';

const callStatus = z.enum(wordsOf('candidate'));

export const candidatesQuery = z.strictObject({ call_status: anyOf(callStatus).optional(), ...paging });

export const candidatesPage = listOf(
  z.object({
    id: z.uuid(),
    candidate_id: z.int(),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    call_status: callStatus.nullable().meta({ description: 'Of the last call, by the mapping of the router' }),
    last_call_sid: z.string().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  }),
).meta({ id: 'CandidatesPage' });
