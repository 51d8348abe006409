import type { Queryable } from '../connection/open-database.ts';

/**
 * The interviews of these calls, by Call SID: Twilio's REST API does not name them. SQL: a union, since a call may be
 * known by its interview or only by the intent that placed it.
 */
export async function findInterviewsOfCalls(
  db: Queryable,
  callSids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (callSids.length === 0) return new Map();
  const { rows } = await db.query<{ callSid: string; id: string }>(SQL, [callSids]);
  return new Map(rows.map(({ callSid, id }) => [callSid, id]));
}

const SQL = `
select call_sid as "callSid", id from interviews where call_sid = any($1::varchar[])
union select call_sid, interview_id from call_intents where call_sid = any($1::varchar[]) and interview_id is not null`;
