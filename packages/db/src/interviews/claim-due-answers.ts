import { SETTLED_CUSTODY } from '@trunkline/telephony/recordings';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

/**
 * Claims up to `limit` answers that are due, for two minutes: those to transcribe whose recording is settled, and those to
 * score. SQL: `skip locked`.
 */
export async function claimDueAnswers(db: Queryable, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({ name: 'claim-due-answers', text: SQL, values: [limit] });
  return rows.map(({ id }) => id);
}

/** A recording that is not settled within a day is not waited for. */
const SQL = `
with due as (
  select r.id from interview_responses r
  left join call_recordings m on m.recording_sid = r.recording_sid
  where (r.transcript_status = 'waiting' or r.score_status = 'waiting') and r.next_attempt_at <= now() and (
    r.transcript_status <> 'waiting'
    or m.custody in ${inList(SETTLED_CUSTODY)}
    or r.created_at < now() - interval '24 hours')
  order by r.next_attempt_at limit $1 for update of r skip locked
)
update interview_responses r set next_attempt_at = now() + interval '2 minutes'
from due where r.id = due.id
returning r.id::text`;
