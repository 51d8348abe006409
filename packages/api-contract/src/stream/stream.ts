import { ROLES } from '@trunkline/access';
import { z } from 'zod';
import { described, exampleSid } from '../http/described.ts';
import { anyOf, storedText } from '../http/request-values.ts';

const eventPattern = z
  .string()
  .regex(/^(?:\*|[a-z_]+(?:\.[a-z_]+)*(?:\.\*)?)$/, 'expected names such as call.updated or siren.*');

export const streamQuery = z.strictObject({
  call: described(storedText(100).optional(), 'Only events of the call with this id or Twilio SID', exampleSid('CA')),
  events: anyOf(eventPattern, 'Only these events: all (*), those of a noun (siren.*), or single ones', [
    'call.*',
    'siren.raised',
  ]),
  last_event_id: described(
    z.string().max(100).optional(),
    'Id of the last received frame, for clients that cannot send the header Last-Event-ID',
    '4711',
  ),
});

/** The state of the stream in this process. */
export const streamStats = z
  .object({
    connected_clients: described(z.int(), 'Number of clients', 3),
    clients_by_role: described(z.partialRecord(z.enum(ROLES), z.int()), 'Number of clients by role', { monitor: 3 }),
    groups: described(z.int(), 'Number of groups of clients that see the same events; each is read once', 1),
    sent: described(z.int(), 'Number of events sent since the start of the process, counted for each client'),
    resets: described(z.int(), 'Number of clients that had to reload or were disconnected as too slow'),
    last_seq: described(z.int().nullable(), 'Id of the last event that was read'),
    lag_seconds: described(z.number(), 'Seconds by which the stream is behind'),
  })
  .meta({ id: 'StreamStats' });
