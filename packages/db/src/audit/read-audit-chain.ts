import type { Queryable } from '../connection/open-database.ts';

/** A line of the audit with all that its hash is over, as text. */
export type AuditLink = { id: number; hash: string; sealed: string[] };

/** Every line of the audit in its order, some thousands at a time. */
export async function* readAuditChain(db: Queryable, pageSize = 5000): AsyncGenerator<AuditLink> {
  for (let after = 0; ;) {
    const { rows } = await db.query<AuditLink>(SQL, [after, pageSize]);
    yield* rows;
    if (rows.length < pageSize) return;
    after = rows.at(-1)!.id;
  }
}

const SQL = `
select id::float8 as id, hash, array[to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  req_id, actor_id, role, route, entity, event, result] as sealed
from audit_events a where a.id > $1 order by a.id limit $2`;
