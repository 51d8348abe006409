import { ROLES } from '@trunkline/access';
import { z } from 'zod';
import { anyOf, storedText } from '../http/request-values.ts';

const eventPattern = z
  .string()
  .regex(/^(?:\*|[a-z_]+(?:\.[a-z_]+)*(?:\.\*)?)$/, 'expected names such as call.updated or siren.*');

export const eventsQuery = z.strictObject({
  call: storedText(100).optional().meta({ description: 'Only of this call: our id or its SID' }),
  events: anyOf(eventPattern).optional().meta({ description: 'Only these: call.updated, call.*, …' }),
  last_event_id: z.string().max(100).optional().meta({ description: 'For clients that cannot send Last-Event-ID' }),
});

/** What each frame of the stream holds under `data:`; its `id:` is where to resume. */
export const streamEvent = z.object({ event: z.string(), data: z.record(z.string(), z.unknown()) }).meta({
  id: 'StreamEvent',
  example: {
    event: 'call.updated',
    data: {
      callSid: 'CA27d559117edb45aac8a0270ac2f97b10',
      status: 'completed',
      direction: 'inbound',
      from: '+15085140320',
      to: '+16175006181',
      duration: 29,
      timestamp: '2026-02-08T06:11:30.000Z',
    },
  },
});

/** How the stream of this process does. */
export const eventStats = z
  .object({
    connected_clients: z.int(),
    clients_by_role: z.partialRecord(z.enum(ROLES), z.int()),
    groups: z.int().describe('of clients who see the same, which are read for once'),
    sent: z.int().describe('events since the start, once for each client'),
    resets: z.int().describe('clients that were told to reload, or cut because they were too slow'),
    last_seq: z.int().nullable(),
    lag_seconds: z.number(),
  })
  .meta({ id: 'EventStats' });
