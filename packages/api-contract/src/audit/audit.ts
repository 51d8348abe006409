import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { paging, storedText } from '../http/request-values.ts';

/** Who did what by which request. Nothing in it names a person. */
const auditLine = z
  .object({
    id: rowId,
    at: timestamp,
    req_id: z.string(),
    actor_id: z.string(),
    role: z.string(),
    route: z.string(),
    entity: z.string(),
    event: z.string(),
    result: z.string(),
    hash: z.string().describe('over this line and the hash of the one before'),
  })
  .meta({ id: 'AuditLine' });

export const auditPage = listOf(auditLine).meta({ id: 'AuditPage' });

export const auditQuery = z.strictObject({
  actor: storedText(100).optional(),
  entity: storedText(200).optional(),
  event: storedText(100).optional(),
  ...paging,
});
