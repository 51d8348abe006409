import type { Scoped } from '../connection/with-actor.ts';

/** A person's decision about an interview. */
export type DecisionRow = { decision: string; note: string | null; decidedBy: string; createdAt: Date };

const FIELDS = { decision: true, note: true, decidedBy: true, createdAt: true } as const;

/** Records a person's decision. It does not replace the model's recommendation, nor earlier decisions. */
export async function recordDecision(
  tx: Scoped,
  interviewId: string,
  { decision, note, decidedBy }: Omit<DecisionRow, 'createdAt'>,
): Promise<DecisionRow> {
  const data = { interviewId, decision, note, decidedBy };
  return tx.prisma(({ interviewDecision }) => interviewDecision.create({ data, select: FIELDS }));
}

/**
 * Requests new scores of every transcribed answer; `worker-transcription` adds them as the next version. Returns how many
 * answers that are. SQL: they are due by the database's clock, as the relay's claim is.
 */
export async function requestRescore(tx: Scoped, interviewId: string): Promise<number> {
  const sql = `
    update interview_responses set score_status = 'waiting', tries = 0, error = null, next_attempt_at = now(), updated_at = now()
    where interview_id = $1 and transcript_status = 'done' and score_status in ('done', 'failed')`;
  return (await tx.query(sql, [interviewId])).rowCount ?? 0;
}
