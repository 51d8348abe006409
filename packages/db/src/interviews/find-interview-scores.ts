import type { ScoreState, TranscriptState } from '@trunkline/telephony/interviews';
import type { Queryable } from '../connection/open-database.ts';

/** The outcome of one question: its last transcribed attempt, else its last, with the last score. */
export type QuestionOutcome = {
  questionNumber: number;
  question: string;
  transcriptStatus: TranscriptState;
  scoreStatus: ScoreState;
  score: number | null;
  feedback: string | null;
  insufficientEvidence: boolean | null;
};

/** All that an interview's result is computed from. */
export type InterviewScores = {
  id: string;
  status: string;
  questionCount: number;
  language: string;
  title: string;
  /** False once a result covers all of this. */
  isDue: boolean;
  isWaiting: boolean;
  /** Id of the newest score, which identifies this state of the interview. */
  lastScoreId: string;
  lastScoredAt: Date | null;
  questions: QuestionOutcome[];
};

/** Reads an interview with those that it resumes, whose answers it keeps. SQL: the chain is recursive. */
export async function findInterviewScores(db: Queryable, id: string): Promise<InterviewScores | undefined> {
  return (await db.query<InterviewScores>({ name: 'find-interview-scores', text: SQL, values: [id] })).rows[0];
}

/** The answers of interview $1 and of those that it resumes, with their depth in that chain. The result's guard uses it too. */
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
