import type { CallStatus } from '@trunkline/telephony/calls';
import type { Queryable } from '../connection/open-database.ts';

/** A call that has not ended, as far as we know. */
export type LiveCall = {
  callSid: string;
  status: CallStatus;
  twilioDirection: string | null;
  /** When we last heard of it. */
  updatedAt: Date;
  /** When Twilio was last asked about it. */
  checkedAt: Date | null;
};

const AT_MOST = 20_000;

/**
 * Calls first seen after `since` that have not ended; with `callSids`, those among them. Not Prisma: it runs every
 * minute, over a partial index that holds only what is live or not reconciled yet.
 */
export async function listLiveCalls(db: Queryable, since: Date, callSids?: readonly string[]): Promise<LiveCall[]> {
  const values = [since, callSids ?? null, AT_MOST];
  const { rows } = await db.query<LiveCall>({ name: 'list-live-calls', text: SQL, values });
  return rows;
}

const SQL = `
select call_sid as "callSid", status, twilio_direction as "twilioDirection", updated_at as "updatedAt", checked_at as "checkedAt"
from calls
where reconciled_at is null and call_sid is not null and created_at > $1 and not is_final
  and ($2::varchar[] is null or call_sid = any($2::varchar[]))
order by created_at limit $3`;
