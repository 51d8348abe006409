import type { Actor, Role } from '@trunkline/access';
import { appendAudit } from '@trunkline/db/audit';
import type { Queryable } from '@trunkline/db/connection';

/** Who did it, by which request. Nothing in it names a person. */
type Deed = { requestId: string; actor: Actor; route: string };
type Outcome = { entity: string; event: string; result: string };

/** Adds a line to the audit, which is one chain: whoever adds another waits until this transaction ends. */
export async function recordAudit(tx: Queryable, { requestId, actor, route }: Deed, outcome: Outcome): Promise<void> {
  const actorId = actor.id ?? WITHOUT_PROFILE[actor.role];
  await appendAudit(tx, { requestId, actorId, role: actor.role, route, ...outcome });
}

/** Who has no profile: this machine's settings let in an operator or an application, and everybody may try to log in. */
const WITHOUT_PROFILE: Readonly<Record<Role, string>> = {
  superadmin: 'operator',
  admin: 'application',
  monitor: 'nobody',
  reader: 'nobody',
  client: 'nobody',
};
