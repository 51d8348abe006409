import type { Database, Queryable } from '../connection/open-database.ts';
import { CHAIN } from './find-interview-scores.ts';
import { notifyStreamFor } from '../stream/notify-stream.ts';

export type ResultToSave = {
  interviewId: string;
  /** Id of the newest score that it covers. */
  lastScoreId: string;
  overallScore: number | null;
  recommendation: string;
  strengths: readonly string[];
  areasForImprovement: readonly string[];
  isPartial: boolean;
  model: string;
  promptVersion: string;
};

/**
 * Adds a version of a result. `stale` where another job added it, or a score is newer or awaited: it stays due. SQL: the
 * guard and the version are decided under the interview's lock.
 */
export async function saveResult(db: Database, result: ResultToSave): Promise<'saved' | 'stale'> {
  return db.transaction(async (tx) => {
    await tx.query('select from interviews where id = $1 for no key update', [result.interviewId]);
    const { interviewId, lastScoreId, overallScore, recommendation, isPartial, model, promptVersion } = result;
    const lists = [JSON.stringify(result.strengths), JSON.stringify(result.areasForImprovement)];
    const values = [interviewId, lastScoreId, overallScore, recommendation, ...lists, isPartial, model, promptVersion];
    const { rowCount } = await tx.query({ name: 'save-result', text: SAVE, values });
    return rowCount === 1 ? 'saved' : 'stale';
  });
}

/** Postpones the next attempt at a result. SQL, as the cancellation: the guard is in the statement. */
export async function postponeResult(db: Queryable, interviewId: string, afterMs: number): Promise<void> {
  const sql = `
    update interviews set result_due_at = now() + $2 * interval '1 ms' where id = $1 and result_due_at is not null`;
  await db.query({ name: 'postpone-result', text: sql, values: [interviewId, afterMs] });
}

/** Cancels the result of an interview without answers; a later answer makes it due again. */
export async function cancelResult(db: Queryable, interviewId: string): Promise<void> {
  const sql = `
    update interviews i set result_due_at = null
    where id = $1 and not exists (select from interview_responses r where r.interview_id = i.id)`;
  await db.query({ name: 'cancel-result', text: sql, values: [interviewId] });
}

const SAVE = `
with recursive ${CHAIN}, made as (
  update interviews i set result_due_at = null
  where i.id = $1 and i.result_due_at is not null
    and not exists (select from answer where transcript_status = 'waiting' or score_status = 'waiting')
    and (select coalesce(max(id), 0) from last_score) = $2::bigint
  returning i.id, i.call_sid
),
added as (
insert into interview_results
  (interview_id, version, overall_score, recommendation, strengths, areas_for_improvement, is_partial, model, prompt_version)
select id, (select coalesce(max(version), 0) + 1 from interview_results where interview_id = $1),
  $3::numeric, $4, $5::jsonb, $6::jsonb, $7, $8, $9
from made returning interview_id
),
emitted as (
  insert into stream_events (name, entity, entity_id, call_id)
  select 'interview.scored', 'interview', m.id::text, c.id from made m left join calls c using (call_sid)
)
${notifyStreamFor('added')}`;
