import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A person to interview: known by our UUID, or by the number that callbacks carry. */
export type CandidateRow = { id: number; uuid: string; name: string | null; phoneNumber: string | null };

const FIELDS = { id: true, uuid: true, name: true, phoneNumber: true } as const;

/** Adds a candidate; one whose number came with a callback before is completed. */
export async function saveCandidate(
  tx: Scoped,
  { id, name, phoneNumber }: { id?: number | undefined; name: string | null; phoneNumber: string },
): Promise<CandidateRow> {
  return tx.prisma(({ candidate }) => {
    if (id === undefined) return candidate.create({ data: { name, phoneNumber }, select: FIELDS });
    const update = given({ name: name ?? undefined, phoneNumber });
    return candidate.upsert({ where: { id }, create: { id, name, phoneNumber }, update, select: FIELDS });
  });
}

/** A candidate by UUID or number. */
export async function findCandidate(
  tx: Scoped,
  where: { uuid: string } | { id: number },
): Promise<CandidateRow | undefined> {
  return (await tx.prisma(({ candidate }) => candidate.findUnique({ where, select: FIELDS }))) ?? undefined;
}

/** A candidate with the status of their last call. */
export type CandidateListRow = CandidateRow & {
  callStatus: string | null;
  lastCallSid: string | null;
  createdAt: Date;
  updatedAt: Date;
};

/** A page of candidates, the highest number first, after the one with this number. SQL: measured by `npm run bench:api`. */
export async function listCandidates(
  tx: Scoped,
  { callStatuses }: { callStatuses?: readonly string[] | undefined },
  { after, limit }: PageAt,
): Promise<Page<CandidateListRow>> {
  const values = [after ?? null, callStatuses ?? null, limit + 1];
  return toPage((await tx.query<CandidateListRow>(LIST, values)).rows, limit);
}

const LIST = `
select uuid, id, name, phone_number as "phoneNumber", call_status as "callStatus", last_call_sid as "lastCallSid",
  created_at as "createdAt", updated_at as "updatedAt"
from candidates
where ($1::integer is null or id < $1) and ($2::text[] is null or call_status = any($2))
order by id desc limit $3`;
