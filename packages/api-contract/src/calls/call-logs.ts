import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { callSidFilter, paging } from '../http/request-values.ts';

export const callLogsQuery = z.strictObject({
  candidate_id: described(
    z.coerce.number().int().min(0).max(2_147_483_647).optional(),
    'Only callbacks that carry the candidate with this number',
    7,
  ),
  call_sid: callSidFilter,
  ...paging,
});

const text = z.string().nullable();

/** The rows of the status-callback router's table. */
export const callLogsPage = listOf(
  z.object({
    id: rowId,
    candidate_id: described(z.int().nullable(), 'Number of the candidate'),
    call_sid: text,
    status: described(text, 'CallStatus of the callback', 'in-progress'),
    to_number: text,
    from_number: text,
    payload: anything,
    created_at: timestamp,
  }),
).meta({ id: 'CallLogsPage' });
