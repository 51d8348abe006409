import { randomUUID } from 'node:crypto';
import type { Scoped } from '../connection/with-actor.ts';
import { createCallIntent } from '../dialing/call-intents.ts';
import type { DialGuard } from '../dialing/dial-caps.ts';
import type { InterviewTemplateRow } from './interview-templates.ts';

/** An interview to begin, or to resume where another one ended early. */
export type InterviewToCreate = {
  candidateId: number;
  template: Pick<InterviewTemplateRow, 'id' | 'questions'>;
  resumes: string | null;
  firstQuestion: number;
  toNumber: string;
  fromNumber: string;
  /** The actor, as caps count it. */
  requestedBy: string;
  /** The question set is the campaign, for caps. */
  campaignId: string;
  /** Where Twilio fetches the first document, and sends the call's events. */
  urls: (interviewId: string, intentId: string) => { voiceUrl: string; statusUrl: string };
};

export type CreatedInterview = { id: string; intentId: string };

/**
 * Creates an interview and the intent of its call, in one transaction, so that neither exists without the other.
 * Undefined where the interview to resume is resumed already. Throws `DialCapError` where a cap is reached.
 */
export async function createInterview(
  tx: Scoped,
  {
    candidateId,
    template,
    resumes,
    firstQuestion,
    toNumber,
    fromNumber,
    requestedBy,
    campaignId,
    urls,
  }: InterviewToCreate,
  guard: DialGuard,
): Promise<CreatedInterview | undefined> {
  const [id, intentId] = [randomUUID(), randomUUID()];
  if (resumes !== null && (await isResumed(tx, resumes))) return undefined;
  const questions = { firstQuestion, questionCount: template.questions.length };
  const data = { id, candidateId, templateId: BigInt(template.id), resumes, ...questions };
  await tx.prisma(({ interview }) => interview.createMany({ data }));
  await tx.query(`select tell_stream('interview.created', 'interview', $1)`, [id]);
  const whose = { candidateId, interviewId: id, requestedBy, campaignId };
  const intent = { id: intentId, kind: 'interview' as const, ...whose, toNumber, fromNumber };
  await createCallIntent(tx, { ...intent, ...urls(id, intentId) }, guard);
  return { id, intentId };
}

/** Locks the interview, so that only one request resumes it. One whose resumption failed may be resumed again. */
async function isResumed(tx: Scoped, id: string): Promise<boolean> {
  await tx.query('select from interviews where id = $1 for update', [id]);
  const where = { resumes: id, status: { not: 'failed' } };
  return (await tx.prisma(({ interview }) => interview.count({ where }))) > 0;
}
