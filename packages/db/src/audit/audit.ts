import type { AuditLink } from '@trunkline/telephony/audit';
import type { Prisma } from '../generated/client.ts';
import { followsId, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** One action of one actor, by request or command. Names no person, only ids. */
export type AuditEntry = {
  requestId: string;
  actorId: string;
  role: string;
  route: string;
  entity: string;
  event: string;
  result: string;
};

/** Appends an entry to the audit. The audit is one hash chain: another append waits until this transaction ends. */
export async function appendAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  const { requestId, actorId, role, route, entity, event, result } = entry;
  const values = [requestId, actorId, role, route, entity, event, result];
  await tx.query('select append_audit($1, $2, $3, $4, $5, $6, $7)', values);
}

export type AuditRow = Omit<Prisma.AuditEventModel, 'id'> & { id: string };

type AuditFilter = { actor?: string | undefined; entity?: string | undefined; event?: string | undefined };

/** A page of the audit, the latest first, after the entry with this id. */
export async function listAudit(
  tx: Scoped,
  { actor, entity, event }: AuditFilter,
  { after, limit }: PageAt,
): Promise<Page<AuditRow>> {
  const where = { ...given({ actorId: actor, entity, event }), ...followsId(after) };
  const entries = await tx.prisma(({ auditEvent }) =>
    auditEvent.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 }),
  );
  return toPage(
    entries.map((entry) => ({ ...entry, id: String(entry.id) })),
    limit,
  );
}

const AUDIT_OF_AT_MOST = 100;

/** The last entries of the audit about any of these entities, the latest first; those until a time, if one is given. */
export async function listAuditOf(tx: Scoped, entities: readonly string[], until?: Date): Promise<AuditRow[]> {
  const where = { entity: { in: [...entities] }, ...(until && { at: { lte: until } }) };
  const entries = await tx.prisma(({ auditEvent }) =>
    auditEvent.findMany({ where, orderBy: { id: 'desc' }, take: AUDIT_OF_AT_MOST }),
  );
  return entries.map((entry) => ({ ...entry, id: String(entry.id) }));
}

/** The entries of the audit from this id on, in order, read in pages. SQL: the hash covers microseconds, which a Date has not. */
export async function* readAuditChain(db: Queryable, from = 1): AsyncGenerator<AuditLink> {
  for (let after = from - 1; ;) {
    const { rows } = await db.query<AuditLink>(CHAIN, [after, LINES_AT_ONCE]);
    yield* rows;
    if (rows.length < LINES_AT_ONCE) return;
    after = rows.at(-1)!.id;
  }
}

const LINES_AT_ONCE = 5000;
const CHAIN = `
select id::float8 as id, hash, array[to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  req_id, actor_id, role, route, entity, event, result] as sealed
from audit_events a where a.id > $1 order by a.id limit $2`;
