import type { Queryable } from '../connection/open-database.ts';

/** What a person decided about an interview. */
export type DecisionRow = { decision: string; note: string | null; decidedBy: string; createdAt: Date };

/** Records a person's decision; it stands beside what the model recommends, and earlier ones stay. */
export async function recordDecision(
  db: Queryable,
  interviewId: string,
  { decision, note, decidedBy }: Omit<DecisionRow, 'createdAt'>,
): Promise<DecisionRow> {
  const sql = `
    insert into interview_decisions (interview_id, decision, note, decided_by) values ($1, $2, $3, $4)
    returning decision, note, decided_by as "decidedBy", created_at as "createdAt"`;
  return (await db.query<DecisionRow>(sql, [interviewId, decision, note, decidedBy])).rows[0]!;
}

/**
 * Asks for new scores of every answer with a transcript; `worker-transcription` adds them as the next version. Returns
 * how many answers that are.
 */
export async function requestRescore(db: Queryable, interviewId: string): Promise<number> {
  const sql = `
    update interview_responses set score_status = 'waiting', tries = 0, error = null, next_attempt_at = now(), updated_at = now()
    where interview_id = $1 and transcript_status = 'done' and score_status in ('done', 'failed')`;
  return (await db.query(sql, [interviewId])).rowCount ?? 0;
}
