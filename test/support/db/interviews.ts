import { saveCandidate } from '@trunkline/db/candidates';
import { unscoped, type Database } from '@trunkline/db/connection';
import { createInterview, saveInterviewTemplate } from '@trunkline/db/interviews';

/** An interview that was triggered, with as many questions as wanted. */
export async function createTestInterview(db: Database, questionCount = 3): Promise<string> {
  const candidate = await saveCandidate(unscoped(db), { name: 'Ada Lovelace', phoneNumber: '+15085140320' });
  const questions = Array.from({ length: questionCount }, (_, n) => ({
    text: `Question ${n + 1}?`,
    time_limit_seconds: 60,
    rubric: null,
  }));
  const title = { title: 'Engineer', language: 'en-US', voice: 'Polly.Joanna-Neural' };
  const template = await saveInterviewTemplate(unscoped(db), { ...title, questions });
  const created = await db.transaction((tx) =>
    createInterview(unscoped(tx), {
      candidateId: candidate.id,
      template,
      resumes: null,
      firstQuestion: 1,
      toNumber: '+15085140320',
      fromNumber: '+16175006181',
      urls: () => ({ voiceUrl: 'https://calls.example.com/voice', statusUrl: 'https://calls.example.com/status' }),
    }),
  );
  return created!.id;
}

/** Empties every table of interviews. */
export const emptyInterviews = (db: Database) =>
  db.pool.query(`truncate interviews, interview_templates, interview_events, interview_responses, interview_scores,
    interview_results, interview_decisions, call_intents, call_recordings, candidates cascade`);
