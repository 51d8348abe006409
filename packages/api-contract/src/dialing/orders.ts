import { ORDER_STATES } from '@trunkline/telephony/dialing';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { paging, storedText } from '../http/request-values.ts';

const status = z.enum(ORDER_STATES);

/** A client's order, and the reader who is assigned to it. */
export const order = z
  .object({
    id: rowId,
    client_id: z.guid(),
    reader_id: z.guid().nullable(),
    status,
    note: z.string().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Order', description: "A client's order, and the reader who is assigned to it" });

export const ordersPage = listOf(order).meta({ id: 'OrdersPage' });

export const ordersQuery = z.strictObject({
  status: described(status.optional(), 'Only orders with this status', 'open'),
  client_id: described(z.guid().optional(), 'Only orders of the client with this UUID', EXAMPLE_UUID),
  reader_id: described(z.guid().optional(), 'Only orders of the reader with this UUID', EXAMPLE_UUID),
  ...paging,
});

const reader = z.guid().nullable();
const note = storedText(2000).nullable();

export const orderToCreate = z
  .strictObject({
    client_id: described(z.guid(), 'UUID of an active client', EXAMPLE_UUID),
    reader_id: described(reader.default(null), 'UUID of an active reader; null until one is assigned', EXAMPLE_UUID),
    note: described(note.default(null), 'What the order is about', 'One hour, in the evening'),
  })
  .meta({ id: 'OrderToCreate' });

export const orderChange = z
  .strictObject({
    reader_id: described(reader.optional(), 'UUID of an active reader; null removes the reader', EXAMPLE_UUID),
    status: described(status.optional(), 'New status of the order', 'fulfilled'),
    note: described(note.optional(), 'What the order is about; null removes the note', 'One hour, in the evening'),
  })
  .meta({ id: 'OrderChange' });
