import { FINAL_RECORDING_STATUSES } from '@trunkline/telephony/recordings';
import type { Queryable } from '../connection/open-database.ts';

/**
 * The SIDs of up to `limit` recordings that are due to be fetched, or whose fetching nobody carried on; the next look at
 * them is moved away for half a minute. Those that Twilio is still making are left alone. Two relays never get the same
 * row. Not Prisma: `skip locked`.
 */
export async function claimDueRecordings(db: Queryable, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ sid: string }>({ name: 'claim-due-recordings', text: SQL, values: [limit] });
  return rows.map(({ sid }) => sid);
}

/** What Twilio says of a recording that will not change any more. */
const FINISHED = `('${FINAL_RECORDING_STATUSES.join("', '")}')`;

const LAPSED = `
jsonb_build_object('step', 'lapsed', 'attempt', r.fetch_attempts, 'at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

const SQL = `
with due as (
  select id from call_recordings
  where custody in ('announced', 'fetching') and next_attempt_at <= now() and status in ${FINISHED}
  order by next_attempt_at limit $1 for update skip locked
)
update call_recordings r set custody = 'announced', next_attempt_at = now() + interval '30 seconds',
  evidence = case r.custody when 'fetching' then r.evidence || ${LAPSED} else r.evidence end
from due where r.id = due.id
returning r.recording_sid as sid`;
