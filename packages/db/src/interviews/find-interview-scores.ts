import type { ScoreState, TranscriptState } from '@trunkline/telephony/interviews';
import type { Queryable } from '../connection/open-database.ts';

/** What became of one question: the last attempt that says most, with its last score. */
export type QuestionOutcome = {
  questionNumber: number;
  question: string;
  transcriptStatus: TranscriptState;
  scoreStatus: ScoreState;
  score: number | null;
  feedback: string | null;
  insufficientEvidence: boolean | null;
};

/** All that the result of an interview is made of. */
export type InterviewScores = {
  id: string;
  status: string;
  questionCount: number;
  language: string;
  title: string;
  /** False once a result was made of all that is here. */
  isDue: boolean;
  isWaiting: boolean;
  /** The newest score: names this state of the interview. */
  lastScoreId: string;
  lastScoredAt: Date | null;
  questions: QuestionOutcome[];
};

/**
 * Reads an interview with the ones that it resumes, whose answers it keeps. Not Prisma: the chain is recursive, and of
 * each question the last attempt counts that was transcribed.
 */
export async function findInterviewScores(db: Queryable, id: string): Promise<InterviewScores | undefined> {
  return (await db.query<InterviewScores>({ name: 'find-interview-scores', text: SQL, values: [id] })).rows[0];
}

/** The interview $1 and what it resumes, as `answer` with the place in that chain. Used by the result's guard, too. */
export const CHAIN = `
chain as (
  select i.id, i.resumes, 0 as depth from interviews i where i.id = $1
  union all select i.id, i.resumes, c.depth + 1 from interviews i join chain c on i.id = c.resumes where c.depth < 20
), answer as (
  select r.*, c.depth from interview_responses r join chain c on c.id = r.interview_id
), last_score as (
  select distinct on (s.response_id) s.* from interview_scores s join answer a on a.id = s.response_id
  order by s.response_id, s.version desc
)`;

const SQL = `
with recursive ${CHAIN}, outcome as (
  select distinct on (a.question_number) a.question_number as "questionNumber", a.question,
    a.transcript_status as "transcriptStatus", a.score_status as "scoreStatus",
    s.score, s.feedback, s.insufficient_evidence as "insufficientEvidence"
  from answer a left join last_score s on s.response_id = a.id
  order by a.question_number, a.transcript_status = 'done' desc, a.depth, a.attempt desc
)
select i.id, i.status, i.question_count as "questionCount", t.language, t.title, i.result_due_at is not null as "isDue",
  exists (select from answer where transcript_status = 'waiting' or score_status = 'waiting') as "isWaiting",
  (select coalesce(max(id), 0) from last_score)::text as "lastScoreId",
  (select max(created_at) from last_score) as "lastScoredAt",
  (select coalesce(json_agg(o order by o."questionNumber"), '[]') from outcome o) as questions
from interviews i join interview_templates t on t.id = i.template_id
where i.id = $1`;
