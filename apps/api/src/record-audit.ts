import type { Actor } from '@trunkline/access';
import type { Queryable } from '@trunkline/db';

/** Who did it, by which request. Nothing in it names a person. */
type Deed = { requestId: string; actor: Actor; route: string };
type Outcome = { entity: string; event: string; result: string };

/** Adds a line to the audit, which is one chain: whoever adds another waits until this transaction ends. */
export async function recordAudit(tx: Queryable, { requestId, actor, route }: Deed, outcome: Outcome): Promise<void> {
  const { entity, event, result } = outcome;
  const values = [requestId, actor.id ?? 'operator', actor.role, route, entity, event, result];
  await tx.query('select append_audit($1, $2, $3, $4, $5, $6, $7)', values);
}
