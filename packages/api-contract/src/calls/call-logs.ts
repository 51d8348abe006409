import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { paging, storedText } from '../http/request-values.ts';

export const callLogsQuery = z.strictObject({
  candidate_id: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  call_sid: storedText(100).optional(),
  ...paging,
});

const text = z.string().nullable();

/** The status-callback router's table, row by row. */
export const callLogsPage = listOf(
  z.object({
    id: rowId,
    candidate_id: z.int().nullable(),
    call_sid: text,
    status: text.meta({ example: 'in-progress' }),
    to_number: text,
    from_number: text,
    payload: anything,
    created_at: timestamp,
  }),
).meta({ id: 'CallLogsPage' });
