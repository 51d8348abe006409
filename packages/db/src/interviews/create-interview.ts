import { randomUUID } from 'node:crypto';
import type { Queryable } from '../connection/open-database.ts';
import { createCallIntent } from '../dialing/call-intents.ts';
import type { InterviewTemplateRow } from './interview-templates.ts';

/** An interview to begin, or to go on with where another one broke off. */
export type InterviewToCreate = {
  candidateId: number;
  template: Pick<InterviewTemplateRow, 'id' | 'questions'>;
  resumes: string | null;
  firstQuestion: number;
  toNumber: string;
  fromNumber: string;
  /** Where Twilio gets the first document and tells the call's events. */
  urls: (interviewId: string, intentId: string) => { voiceUrl: string; statusUrl: string };
};

export type CreatedInterview = { id: string; intentId: string };

/**
 * Creates an interview with the wish for its call; inside a transaction, so that there is never one without the other.
 * Undefined where the interview to resume is resumed already.
 */
export async function createInterview(
  tx: Queryable,
  { candidateId, template, resumes, firstQuestion, toNumber, fromNumber, urls }: InterviewToCreate,
): Promise<CreatedInterview | undefined> {
  const [id, intentId] = [randomUUID(), randomUUID()];
  if (resumes !== null && (await isResumed(tx, resumes))) return undefined;
  await tx.query(
    `insert into interviews (id, candidate_id, template_id, resumes, first_question, question_count)
    values ($1, $2, $3, $4, $5, $6)`,
    [id, candidateId, template.id, resumes, firstQuestion, template.questions.length],
  );
  await tx.query(`select tell_stream('interview.created', 'interview', $1)`, [id]);
  const intent = { id: intentId, kind: 'interview' as const, candidateId, interviewId: id, toNumber, fromNumber };
  await createCallIntent(tx, { ...intent, ...urls(id, intentId) });
  return { id, intentId };
}

/** Locks the interview, so that two requests do not both resume it. One whose resumption failed may be resumed again. */
async function isResumed(tx: Queryable, id: string): Promise<boolean> {
  await tx.query('select from interviews where id = $1 for update', [id]);
  const sql = `select from interviews where resumes = $1 and status <> 'failed'`;
  return (await tx.query(sql, [id])).rows.length > 0;
}
