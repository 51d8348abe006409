import type { Queryable } from '../connection/open-database.ts';

/** Who did what, by which request or command. Nothing in it names a person. */
export type AuditEntry = {
  requestId: string;
  actorId: string;
  role: string;
  route: string;
  entity: string;
  event: string;
  result: string;
};

/** Adds a line to the audit, which is one chain: whoever adds another waits until this transaction ends. */
export async function appendAudit(tx: Queryable, deed: AuditEntry): Promise<void> {
  const { requestId, actorId, role, route, entity, event, result } = deed;
  const values = [requestId, actorId, role, route, entity, event, result];
  await tx.query('select append_audit($1, $2, $3, $4, $5, $6, $7)', values);
}
