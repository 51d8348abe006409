import type { CallStatus } from '@trunkline/telephony/calls';
import type { Queryable } from '../connection/open-database.ts';

/** A call that has not ended, as far as is known. */
export type LiveCall = {
  callSid: string;
  accountSid: string | null;
  status: CallStatus;
  twilioDirection: string | null;
  /** When its last fact was observed. */
  updatedAt: Date;
  /** When Twilio was last asked about it. */
  checkedAt: Date | null;
};

const AT_MOST = 20_000;

/** Live calls first seen after `since`, oldest first; with `callSids`, those among them. Runs every minute. */
export async function listLiveCalls(db: Queryable, since: Date, callSids?: readonly string[]): Promise<LiveCall[]> {
  const values = [since, callSids ?? null, AT_MOST];
  const { rows } = await db.query<LiveCall>({ name: 'list-live-calls', text: LIVE, values });
  return rows;
}

export type EndedCall = { callSid: string; accountSid: string | null; finalizedAt: Date };

/** Calls that ended before `endedBefore` and were not compared with Twilio yet, the first seen first. Runs every minute. */
export async function listEndedCalls(db: Queryable, endedBefore: Date, limit: number): Promise<EndedCall[]> {
  const { rows } = await db.query<EndedCall>({ name: 'list-ended-calls', text: ENDED, values: [endedBefore, limit] });
  return rows;
}

/** A partial index holds the calls that are live or not compared yet, by `created_at`. */
const LIVE = `
select call_sid as "callSid", account_sid as "accountSid", status, twilio_direction as "twilioDirection", updated_at as "updatedAt", checked_at as "checkedAt"
from calls
where reconciled_at is null and call_sid is not null and created_at > $1 and not is_final
  and ($2::varchar[] is null or call_sid = any($2::varchar[]))
order by created_at limit $3`;

const ENDED = `
select call_sid as "callSid", account_sid as "accountSid", finalized_at as "finalizedAt"
from calls
where reconciled_at is null and call_sid is not null and is_final and finalized_at <= $1 and sync_state = 'active'
order by created_at limit $2`;
