import type { InterviewStatus, ScoreState, TranscriptState } from '@trunkline/telephony/interviews';
import { utcText } from '../connection/utc-text.ts';
import type { Scoped } from '../connection/with-actor.ts';
import type { DecisionRow } from './decide-interview.ts';
import type { TemplateQuestion } from './interview-templates.ts';

/** An interview with its template, answers, scores, result and decisions. */
export type InterviewDetail = {
  id: string;
  status: InterviewStatus;
  failure: string | null;
  candidate: { id: number; uuid: string; name: string | null; phoneNumber: string | null };
  template: {
    id: string;
    jobDescriptionId: string;
    version: number;
    title: string;
    language: string;
    questions: TemplateQuestion[];
  };
  resumes: string | null;
  /** The interview that resumes this one. */
  resumedBy: string | null;
  firstQuestion: number;
  questionCount: number;
  callSid: string | null;
  callStatus: string | null;
  intent: { id: string; state: string; error: string | null } | null;
  startedAt: Date | null;
  endedAt: Date | null;
  createdAt: Date;
  /** By question; includes those of the interviews that this one resumes. */
  responses: InterviewResponseRow[];
  result: InterviewResultRow | null;
  /** Newest first. */
  decisions: DecisionRow[];
};

export type InterviewResponseRow = {
  interviewId: string;
  questionNumber: number;
  attempt: number;
  question: string;
  recordingSid: string | null;
  durationSec: number | null;
  answeredAt: string;
  transcript: string | null;
  transcriptStatus: TranscriptState;
  scoreStatus: ScoreState;
  error: string | null;
  /** The latest version. */
  score: {
    version: number;
    score: number | null;
    feedback: string;
    evidence: string[];
    insufficientEvidence: boolean;
    model: string;
    promptVersion: string;
  } | null;
};

type InterviewResultRow = {
  version: number;
  overallScore: number | null;
  recommendation: string;
  strengths: string[];
  areasForImprovement: string[];
  isPartial: boolean;
  model: string;
  promptVersion: string;
  createdAt: string;
};

/** SQL: a tree of six tables in one query, and a recursive chain of resumed interviews. */
export async function findInterview(tx: Scoped, id: string): Promise<InterviewDetail | undefined> {
  return (await tx.query<InterviewDetail>(SQL, [id])).rows[0];
}

const SCORE = `
  select json_build_object('version', s.version, 'score', s.score, 'feedback', s.feedback, 'evidence', s.evidence,
    'insufficientEvidence', s.insufficient_evidence, 'model', s.model, 'promptVersion', s.prompt_version)
  from interview_scores s where s.response_id = r.id order by s.version desc limit 1`;

const SQL = `
with recursive chain as (
  select id, resumes, first_question, 2147483647 as before from interviews where id = $1
  union all
  select e.id, e.resumes, e.first_question, least(c.first_question, c.before) from interviews e join chain c on e.id = c.resumes
)
select i.id, i.status, i.failure, i.resumes, i.first_question as "firstQuestion", i.question_count as "questionCount",
  i.call_sid as "callSid", i.call_status as "callStatus", i.started_at as "startedAt", i.ended_at as "endedAt",
  i.created_at as "createdAt",
  (select n.id from interviews n where n.resumes = i.id and n.status <> 'failed' limit 1) as "resumedBy",
  json_build_object('id', c.id, 'uuid', c.uuid, 'name', c.name, 'phoneNumber', c.phone_number) as candidate,
  json_build_object('id', t.id::text, 'jobDescriptionId', t.job_description_id, 'version', t.version, 'title', t.title,
    'language', t.language, 'questions', t.questions) as template,
  (select json_build_object('id', n.id, 'state', n.state, 'error', n.error) from call_intents n
    where n.interview_id = i.id order by n.created_at desc limit 1) as intent,
  (select coalesce(json_agg(json_build_object('interviewId', r.interview_id, 'questionNumber', r.question_number,
      'attempt', r.attempt, 'question', r.question, 'recordingSid', r.recording_sid, 'durationSec', r.duration_sec,
      'answeredAt', ${utcText('r.answered_at')}, 'transcript', r.transcript, 'transcriptStatus', r.transcript_status,
      'scoreStatus', r.score_status, 'error', r.error, 'score', (${SCORE})) order by r.question_number, r.attempt), '[]')
    from interview_responses r join chain h on h.id = r.interview_id and r.question_number < h.before) as responses,
  (select json_build_object('version', s.version, 'overallScore', s.overall_score, 'recommendation', s.recommendation,
      'strengths', s.strengths, 'areasForImprovement', s.areas_for_improvement, 'isPartial', s.is_partial, 'model', s.model,
      'promptVersion', s.prompt_version, 'createdAt', ${utcText('s.created_at')})
    from interview_results s where s.interview_id = i.id order by s.version desc limit 1) as result,
  (select coalesce(json_agg(json_build_object('decision', d.decision, 'note', d.note, 'decidedBy', d.decided_by,
      'createdAt', ${utcText('d.created_at')}) order by d.id desc), '[]') from interview_decisions d where d.interview_id = i.id) as decisions
from interviews i join candidates c on c.id = i.candidate_id join interview_templates t on t.id = i.template_id
where i.id = $1`;
