import { saveCandidate } from '@trunkline/db/candidates';
import { unscoped, type Database } from '@trunkline/db/connection';
import { NO_CAPS } from '@trunkline/db/dialing';
import { createInterview, saveInterviewTemplate } from '@trunkline/db/interviews';
import type { Storage } from '@trunkline/storage';
import { Readable } from 'node:stream';
import { speak } from '../models/model-server.ts';

/** Triggers an interview with this number of questions; returns its id. */
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
    createInterview(
      unscoped(tx),
      {
        candidateId: candidate.id,
        template,
        resumes: null,
        firstQuestion: 1,
        toNumber: '+15085140320',
        fromNumber: '+16175006181',
        requestedBy: 'operator',
        campaignId: template.jobDescriptionId,
        urls: () => ({ voiceUrl: 'https://calls.example.com/voice', statusUrl: 'https://calls.example.com/status' }),
      },
      NO_CAPS,
    ),
  );
  return created!.id;
}

/** Empties every table that interviews write. */
export const emptyInterviews = (db: Database) =>
  db.pool.query(`truncate interviews, interview_templates, interview_events, interview_responses, interview_scores,
    interview_results, interview_decisions, call_intents, call_recordings, candidates cascade`);

/** An answer of an interview; `said` becomes its audio unless `audio` is given. */
type Answer = {
  questionNumber?: number;
  attempt?: number;
  said?: string;
  audio?: Buffer;
  custody?: 'stored' | 'announced' | 'absent' | 'failed' | 'expired';
  transcriptStatus?: 'waiting' | 'no_answer';
};

let recordings = 0;

/** Inserts an interview that has ended with these answers, each with its recording; returns the ids. */
export async function holdInterview(
  { db, storage }: { db: Database; storage: Storage },
  answers: readonly Answer[],
  { status = 'completed', questionCount = answers.length, language = 'en-US' } = {},
): Promise<{ interviewId: string; answerIds: string[]; recordingSids: string[] }> {
  const interviewId = await createTestInterview(db, questionCount);
  await db.pool.query('update interviews set status = $2 where id = $1', [interviewId, status]);
  const setLanguage =
    'update interview_templates set language = $2 where id = (select template_id from interviews where id = $1)';
  await db.pool.query(setLanguage, [interviewId, language]);
  const [answerIds, recordingSids]: [string[], string[]] = [[], []];
  for (const [n, answer] of answers.entries()) {
    const recordingSid = `RE${(++recordings).toString(16).padStart(32, '0')}`;
    const {
      said = 'I led the move to a new database.',
      custody = 'stored',
      questionNumber = n + 1,
      attempt = 1,
    } = answer;
    const objectKey = `interviews/${recordingSid}.wav`;
    if (custody === 'stored') await storage.put(objectKey, Readable.from([answer.audio ?? speak([said])]), 'audio/wav');
    await db.pool.query(
      `insert into call_recordings (recording_sid, status, announced_at, updated_at, custody, object_key, content_type)
      values ($1, 'completed', now(), now(), $2, $3, 'audio/wav')`,
      [recordingSid, custody, custody === 'stored' ? objectKey : null],
    );
    const { rows } = await db.pool.query<{ id: string }>(
      `insert into interview_responses (interview_id, question_number, attempt, question, recording_sid, transcript_status)
      values ($1, $2, $3, $4, $5, $6) returning id::text`,
      [
        interviewId,
        questionNumber,
        attempt,
        `Question ${questionNumber}?`,
        recordingSid,
        answer.transcriptStatus ?? 'waiting',
      ],
    );
    answerIds.push(rows[0]!.id);
    recordingSids.push(recordingSid);
  }
  return { interviewId, answerIds, recordingSids };
}
