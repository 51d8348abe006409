import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A status callback in the columns of the status-callback router’s log. */
export type CallLogRow = {
  id: string;
  candidateId: number | null;
  callSid: string | null;
  status: string | null;
  toNumber: string | null;
  fromNumber: string | null;
  payload: unknown;
  createdAt: Date;
};

type CallLogFilter = { candidateId?: number | undefined; callSid?: string | undefined };

/** A page of the log, the latest first, after the row with this id. */
export async function listCallLogs(
  tx: Scoped,
  { candidateId, callSid }: CallLogFilter,
  { after, limit }: PageAt,
): Promise<Page<CallLogRow>> {
  const values = [after ?? null, candidateId ?? null, callSid ?? null, limit + 1];
  return toPage((await tx.query<CallLogRow>(SQL, values)).rows, limit);
}

/**
 * A candidate's callbacks are found through their calls: the index over the candidate in the log's JSON is of no use to the API's
 * roles, as Postgres reads JSON of rows only after it has checked that they may be seen.
 */
const SQL = `
select id, candidate_id as "candidateId", call_sid as "callSid", status, to_number as "toNumber",
  from_number as "fromNumber", payload, created_at as "createdAt"
from call_logs
where ($1::bigint is null or id < $1)
  and ($2::integer is null or candidate_id = $2 and call_sid = any(array(select c.call_sid from calls c where c.candidate_id = $2)))
  and ($3::text is null or call_sid = $3)
order by id desc limit $4`;
