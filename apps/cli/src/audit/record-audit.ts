import { appendAudit } from '@trunkline/db/audit';
import type { Queryable } from '@trunkline/db/connection';
import { randomUUID } from 'node:crypto';

/** Writes an audit entry for a change by a command, in the transaction of that change. */
export const recordAudit = (tx: Queryable, command: string, event: string, entity: string): Promise<void> =>
  appendAudit(tx, {
    requestId: `cli_${randomUUID()}`,
    actorId: 'operator',
    role: 'superadmin',
    route: `trunkline ${command}`,
    entity,
    event,
    result: 'ok',
  });
