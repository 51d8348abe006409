import type { Actor, Role } from '@trunkline/access';
import { appendAudit } from '@trunkline/db/audit';
import type { Queryable } from '@trunkline/db/connection';

/** The request that causes an audit entry. It holds ids only, no names. */
type AuditedRequest = { requestId: string; actor: Actor; route: string };
type Outcome = { entity: string; event: string; result: string };

/** Appends an entry to the audit chain. Other transactions that append wait until this one ends. */
export async function recordAudit(
  tx: Queryable,
  { requestId, actor, route }: AuditedRequest,
  outcome: Outcome,
): Promise<void> {
  await appendAudit(tx, { requestId, actorId: actorName(actor), role: actor.role, route, ...outcome });
}

/** The actor as the audit and the caps on calls name it. */
export const actorName = ({ id, role }: Actor): string => id ?? WITHOUT_PROFILE[role];

/** Actor ids of principals without a profile: operators and applications come from settings, anonymous ones log in. */
const WITHOUT_PROFILE: Readonly<Record<Role, string>> = {
  superadmin: 'operator',
  admin: 'application',
  monitor: 'anonymous',
  reader: 'anonymous',
  client: 'anonymous',
};
