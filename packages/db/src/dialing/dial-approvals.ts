import { followsId, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A second person's permission for more calls of an actor, within the day that follows. */
export type DialApproval = {
  id: string;
  /** As the audit names it: the UUID of a user, or `operator` or `application` for `API_KEYS`. */
  actor: string;
  calls: number;
  reason: string;
  /** UUID of the user who approved. */
  approvedBy: string;
  createdAt: Date;
};

/** More calls of an actor than may be requested without approval: nothing is requested. */
export class DialApprovalError extends Error {
  override readonly name = 'DialApprovalError';
  readonly mostPerDay: number;

  constructor(actor: string, { mostPerDay, approved }: { mostPerDay: number; approved: number }) {
    const more = approved === 0 ? '' : ` and the ${approved} that were approved`;
    super(
      `Beyond ${mostPerDay} calls a day (DIAL_APPROVAL_PER_DAY)${more}, another person must approve those of ${actor}: ` +
        'an administrator, by POST /api/dial-approvals.',
    );
    this.mostPerDay = mostPerDay;
  }
}

/** Throws `DialApprovalError` where an actor's calls of one day exceed both. Call it under the lock of the caps. */
export async function requireApproval(tx: Queryable, actor: string, wanted: number, mostPerDay: number): Promise<void> {
  const { rows } = await tx.query<{ approved: number; isExceeded: boolean }>({
    name: 'approval-of-calls',
    text: APPROVAL,
    values: [actor, wanted, mostPerDay],
  });
  const { approved, isExceeded } = rows[0]!;
  if (isExceeded) throw new DialApprovalError(actor, { mostPerDay, approved });
}

const APPROVAL = `
select a.approved::float8 as approved, u.free_at is not null as "isExceeded"
from approved_calls($1) a(approved), use_of_dial_caps('created_at', now(), $1, null, $2,
  jsonb_build_array(jsonb_build_object('subject', 'actor', 'seconds', 86400, 'most', $3::bigint + a.approved))) u`;

/** Records an approval; the database refuses one that is not `approvedBy` the actor of the transaction. */
export const addDialApproval = (tx: Scoped, data: Omit<DialApproval, 'id' | 'createdAt'>): Promise<DialApproval> =>
  tx.prisma(async ({ dialApproval }) => withText(await dialApproval.create({ data })));

/** A page of approvals, the latest first, after the one with this id. */
export async function listDialApprovals(
  tx: Scoped,
  { actor }: { actor?: string | undefined },
  { after, limit }: PageAt,
): Promise<Page<DialApproval>> {
  const where = { ...given({ actor }), ...followsId(after) };
  const rows = await tx.prisma(({ dialApproval }) =>
    dialApproval.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 }),
  );
  return toPage(rows.map(withText), limit);
}

const withText = (row: Omit<DialApproval, 'id'> & { id: bigint }): DialApproval => ({ ...row, id: String(row.id) });
