import { foldInterview } from '@trunkline/telephony/interviews';
import type { Queryable } from '../connection/open-database.ts';
import { appendInterviewFacts, type InterviewFactToSave } from './append-interview-facts.ts';
import { lockInterviews } from './lock-interviews.ts';
import { saveInterviews } from './save-interviews.ts';

/**
 * Adds facts to what is known of interviews and folds each anew from all of it, inside one transaction. Facts that are
 * known change nothing, facts about an interview that nobody created are passed over. Calls are locked before interviews.
 */
export async function recordInterviewFacts(tx: Queryable, facts: readonly InterviewFactToSave[]): Promise<void> {
  if (facts.length === 0) return;
  const locked = await lockInterviews(tx, [...new Set(facts.map(({ interviewId }) => interviewId))]);
  const ids = new Set(locked.map(({ id }) => id));
  const ours = facts.filter(({ interviewId }) => ids.has(interviewId));
  if (ours.length === 0) return;
  const known = await appendInterviewFacts(tx, ours);
  await saveInterviews(
    tx,
    locked.map((interview) => ({
      id: interview.id,
      questions: interview.questions,
      ...foldInterview(interview, known.get(interview.id) ?? []),
    })),
  );
}
