import type {
  InterviewDetail,
  InterviewListRow,
  InterviewResponseRow,
  InterviewSubject,
} from '@trunkline/db/interviews';
import { interviewStage, nextQuestion, refusalToResume } from './interview-stage.ts';

/** The progress of an interview as JSON. */
export function presentFlow(interview: InterviewDetail): object {
  const refusal = refusalToResume(interview);
  return {
    ...presentHead(interview),
    stage: interviewStage(interview),
    call_sid: interview.callSid,
    call_status: interview.callStatus,
    call_intent: interview.intent,
    next_question: nextQuestion(interview),
    can_trigger_next: refusal === null,
    reason: refusal,
    started_at: interview.startedAt,
    ended_at: interview.endedAt,
    created_at: interview.createdAt,
    responses: interview.responses.map(presentResponse),
  };
}

/** The result of an interview that is ready, and the decisions of people. */
export function presentResults(interview: InterviewDetail): object {
  const { result, decisions } = interview;
  const isWaiting = interview.responses.some(
    (row) => row.transcriptStatus === 'waiting' || row.scoreStatus === 'waiting',
  );
  return {
    ...presentHead(interview),
    overall_score: result!.overallScore,
    recommendation: result!.recommendation,
    strengths: result!.strengths,
    areas_for_improvement: result!.areasForImprovement,
    is_partial: result!.isPartial,
    version: result!.version,
    model: result!.model,
    prompt_version: result!.promptVersion,
    scored_at: result!.createdAt,
    is_being_rescored: isWaiting,
    decision: decisions[0] ? presentDecision(decisions[0]) : null,
    decisions: decisions.map(presentDecision),
    responses: interview.responses.map(presentResponse),
  };
}

/** An interview in a list. */
export const presentSummary = (row: InterviewListRow) => ({
  ...presentSubject(row),
  total_questions: row.questionCount,
  answered_questions: row.answered,
  resumes: row.resumes,
  call_sid: row.callSid,
  overall_score: row.overallScore,
  recommendation: row.recommendation,
  created_at: row.createdAt,
});

export const presentDecision = ({ decision, note, decidedBy, createdAt }: InterviewDetail['decisions'][number]) => ({
  decision,
  note,
  decided_by: decidedBy,
  decided_at: createdAt,
});

const presentSubject = ({ id, status, failure, candidate, template }: InterviewSubject) => ({
  interview_id: id,
  status,
  failure,
  candidate: { id: candidate.uuid, candidate_id: candidate.id, name: candidate.name },
  job_description_id: template.jobDescriptionId,
  template: { title: template.title, version: template.version, language: template.language },
});

const presentHead = (interview: InterviewDetail) => ({
  ...presentSubject(interview),
  total_questions: interview.questionCount,
  first_question: interview.firstQuestion,
  answered_questions: new Set(interview.responses.flatMap((row) => (row.recordingSid ? row.questionNumber : []))).size,
  resumes: interview.resumes,
  resumed_by: interview.resumedBy,
});

const presentResponse = (row: InterviewResponseRow) => ({
  interview_id: row.interviewId,
  question_number: row.questionNumber,
  attempt: row.attempt,
  question: row.question,
  recording_sid: row.recordingSid,
  duration_seconds: row.durationSec,
  answered_at: row.answeredAt,
  transcript: row.transcript,
  transcript_status: row.transcriptStatus,
  score: row.score?.score ?? null,
  feedback: row.score?.feedback ?? null,
  evidence: row.score?.evidence ?? [],
  insufficient_evidence: row.score?.insufficientEvidence ?? null,
  score_status: row.scoreStatus,
  score_version: row.score?.version ?? null,
  error: row.error,
});
