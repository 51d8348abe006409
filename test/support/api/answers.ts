import type { Database } from '@trunkline/db/connection';
import type { Storage } from '@trunkline/storage';
import { Readable } from 'node:stream';
import { createTestInterview } from '../db/interviews.ts';
import { speak } from '../models/model-server.ts';

type Said = {
  questionNumber?: number;
  attempt?: number;
  said?: string;
  audio?: Buffer;
  custody?: 'stored' | 'announced' | 'absent' | 'failed' | 'expired';
  transcriptStatus?: 'waiting' | 'no_answer';
};

let recordings = 0;

/** An interview that has ended, in which this was said; returns its id and the ids of its answers. */
export async function holdInterview(
  { db, storage }: { db: Database; storage: Storage },
  answers: readonly Said[],
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
