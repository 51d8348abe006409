import { UNRESOLVED_INTENT_STATES } from '@trunkline/telephony/dialing';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { JITTER } from '../connection/jitter.ts';

/**
 * Claims up to `limit` intents that are due, to be dialled or looked for at Twilio, for about 30 s: a job that is lost is
 * made again after that. Two relays never get the same one. SQL: `skip locked`.
 */
export async function claimDueIntents(db: Queryable, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({ name: 'claim-due-intents', text: SQL, values: [limit] });
  return rows.map(({ id }) => id);
}

const SQL = `
with due as (
  select id from call_intents
  where state in ${inList(UNRESOLVED_INTENT_STATES)} and next_attempt_at <= now() and not_before <= now()
  order by next_attempt_at limit $1 for update skip locked
)
update call_intents i set next_attempt_at = now() + interval '30 seconds' * ${JITTER}
from due where i.id = due.id
returning i.id`;
