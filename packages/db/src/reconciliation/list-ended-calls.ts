import type { Queryable } from '../connection/open-database.ts';

export type EndedCall = { callSid: string; finalizedAt: Date };

/**
 * Calls that ended before `endedBefore` and were not compared with Twilio yet, the first seen first. Not Prisma: it runs
 * every minute, over a partial index that holds only what is live or not reconciled yet.
 */
export async function listEndedCalls(db: Queryable, endedBefore: Date, limit: number): Promise<EndedCall[]> {
  const { rows } = await db.query<EndedCall>({ name: 'list-ended-calls', text: SQL, values: [endedBefore, limit] });
  return rows;
}

const SQL = `
select call_sid as "callSid", finalized_at as "finalizedAt"
from calls
where reconciled_at is null and call_sid is not null and is_final and finalized_at <= $1 and sync_state = 'active'
order by created_at limit $2`;
