import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { paging, storedText } from '../http/request-values.ts';

/** An audit entry holds ids only, no names. */
export const auditEntry = z
  .object({
    id: rowId,
    at: timestamp,
    req_id: described(z.string(), 'X-Request-Id of the request'),
    actor_id: described(z.string(), 'UUID of the user, or operator, application or anonymous'),
    role: z.string(),
    route: described(z.string(), 'Method and path of the endpoint', 'POST /api/calls/:call/drop'),
    entity: described(z.string(), 'What was changed', 'call:42'),
    event: described(z.string(), 'What was done', 'call.drop_requested'),
    result: described(z.string(), 'ok, or the code of the problem, with the rule that refused if it has a name', 'ok'),
    hash: described(z.string(), 'Digest of this entry and of the previous hash, hexadecimal'),
  })
  .meta({ id: 'AuditEntry' });

export const auditPage = listOf(auditEntry).meta({ id: 'AuditPage' });

export const auditQuery = z.strictObject({
  actor: described(
    storedText(100).optional(),
    'Only entries of this actor: a UUID, operator or application',
    EXAMPLE_UUID,
  ),
  entity: described(storedText(200).optional(), 'Only entries about this entity', 'call:42'),
  event: described(storedText(100).optional(), 'Only entries of this event', 'call.drop_requested'),
  ...paging,
});
