import type { ScoreState, TranscriptState } from '@trunkline/telephony/interviews';
import type { Custody } from '@trunkline/telephony/recordings';
import type { Queryable } from '../connection/open-database.ts';

/** An answer with all that its transcription and its next score need. */
export type Answer = {
  id: string;
  interviewId: string;
  questionNumber: number;
  question: string;
  rubric: string | null;
  language: string;
  transcript: string | null;
  transcriptStatus: TranscriptState;
  scoreStatus: ScoreState;
  tries: number;
  /** Version of the next score. */
  scoreVersion: number;
  recordingSid: string | null;
  custody: Custody | null;
  objectKey: string | null;
  /** Its bytes are encrypted with a key that is not ours. */
  isEncrypted: boolean;
};

/** SQL: one row out of four tables, and the rubric out of the template's JSON. */
export async function findAnswer(db: Queryable, id: string): Promise<Answer | undefined> {
  return (await db.query<Answer>({ name: 'find-answer', text: SQL, values: [id] })).rows[0];
}

const SQL = `
select r.id::text, r.interview_id as "interviewId", r.question_number as "questionNumber", r.question,
  t.questions -> (r.question_number - 1) ->> 'rubric' as rubric, t.language,
  r.transcript, r.transcript_status as "transcriptStatus", r.score_status as "scoreStatus", r.tries,
  (select coalesce(max(s.version), 0) + 1 from interview_scores s where s.response_id = r.id) as "scoreVersion",
  r.recording_sid as "recordingSid", m.custody, m.object_key as "objectKey",
  coalesce(m.is_encrypted, false) as "isEncrypted"
from interview_responses r
join interviews i on i.id = r.interview_id
join interview_templates t on t.id = i.template_id
left join call_recordings m on m.recording_sid = r.recording_sid
where r.id = $1`;
