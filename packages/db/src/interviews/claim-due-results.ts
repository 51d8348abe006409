import { ENDED_INTERVIEW_STATUSES } from '@trunkline/telephony/interviews';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

/**
 * Claims up to `limit` ended interviews whose answers are all finished and whose result is due, for two minutes. SQL:
 * `skip locked`.
 */
export async function claimDueResults(db: Queryable, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({ name: 'claim-due-results', text: SQL, values: [limit] });
  return rows.map(({ id }) => id);
}

/** Late callbacks about an ended interview arrive within seconds; its result waits for them. */
const SETTLED = `interval '5 seconds'`;

const SQL = `
with due as (
  select i.id from interviews i
  where i.result_due_at <= now() and i.status in ${inList(ENDED_INTERVIEW_STATUSES)}
    and i.updated_at <= now() - ${SETTLED} and not exists (
    select from interview_responses r
    where r.interview_id = i.id and (r.transcript_status = 'waiting' or r.score_status = 'waiting'))
  order by i.result_due_at limit $1 for update of i skip locked
)
update interviews i set result_due_at = now() + interval '2 minutes'
from due where i.id = due.id
returning i.id`;
