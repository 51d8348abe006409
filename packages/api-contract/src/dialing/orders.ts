import { ORDER_STATES } from '@trunkline/telephony/dialing';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { paging, storedText } from '../http/request-values.ts';

/** What a client asked for, and the reader who takes it. */
export const order = z
  .object({
    id: rowId,
    client_id: z.guid(),
    reader_id: z.guid().nullable(),
    status: z.enum(ORDER_STATES),
    note: z.string().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Order' });

export const ordersPage = listOf(order).meta({ id: 'OrdersPage' });

export const ordersQuery = z.strictObject({
  status: z.enum(ORDER_STATES).optional(),
  client_id: z.guid().optional(),
  reader_id: z.guid().optional(),
  ...paging,
});

const EXAMPLE = '0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f';

export const orderBody = z
  .strictObject({
    client_id: z.guid(),
    reader_id: z.guid().nullable().default(null),
    note: storedText(2000).nullable().default(null),
  })
  .meta({ id: 'OrderToCreate', example: { client_id: EXAMPLE, note: 'An hour, in the evening' } });

export const orderChange = z
  .strictObject({
    reader_id: z.guid().nullable().optional(),
    status: z.enum(ORDER_STATES).optional(),
    note: storedText(2000).nullable().optional(),
  })
  .meta({ id: 'OrderChange', example: { reader_id: EXAMPLE } });
