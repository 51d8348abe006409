import type { Queryable } from '../connection/open-database.ts';

/** A line of the audit. */
type AuditRow = {
  id: string;
  at: Date;
  reqId: string;
  actorId: string;
  role: string;
  route: string;
  entity: string;
  event: string;
  result: string;
  hash: string;
};

type AuditFilter = { actor?: string | undefined; entity?: string | undefined; event?: string | undefined };

/** A page of the audit, the latest first, after the line with this id. */
export async function listAudit(
  db: Queryable,
  { actor, entity, event }: AuditFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<AuditRow[]> {
  const values = [after, actor ?? null, entity ?? null, event ?? null, limit];
  return (await db.query<AuditRow>(SQL, values)).rows;
}

const SQL = `
select id::text, at, req_id as "reqId", actor_id as "actorId", role, route, entity, event, result, hash
from audit_events a
where ($1::bigint is null or a.id < $1) and ($2::text is null or actor_id = $2) and ($3::text is null or entity = $3)
  and ($4::text is null or event = $4)
order by a.id desc limit $5`;
