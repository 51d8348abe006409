import type { Queryable } from '../connection/open-database.ts';
import { toPage } from '../connection/latest-first.ts';

/** A candidate with what the last call to them came to. */
export type CandidateListRow = {
  uuid: string;
  id: number;
  name: string | null;
  phoneNumber: string | null;
  callStatus: string | null;
  lastCallSid: string | null;
  createdAt: Date;
  updatedAt: Date;
};

/** A page of candidates by their numbers, the highest first, after the one with this number. */
export async function listCandidates(
  db: Queryable,
  { callStatuses }: { callStatuses?: readonly string[] | undefined },
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ rows: CandidateListRow[]; hasMore: boolean }> {
  const values = [after ?? null, callStatuses ?? null, limit + 1];
  return toPage((await db.query<CandidateListRow>(SQL, values)).rows, limit);
}

const SQL = `
select uuid, id, name, phone_number as "phoneNumber", call_status as "callStatus", last_call_sid as "lastCallSid",
  created_at as "createdAt", updated_at as "updatedAt"
from candidates
where ($1::integer is null or id < $1) and ($2::text[] is null or call_status = any($2))
order by id desc limit $3`;
