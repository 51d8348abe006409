export { interviewIdOf, readInterviewFact, type InterviewFact } from './interview-fact.ts';
export { readInterviewRequest, type InterviewRequest } from './interview-request.ts';
export { foldInterview, type InterviewState } from './fold-interview.ts';
export type { AnswerState } from './fold-answers.ts';
export { nextStep, type InterviewPlan, type InterviewStep, type Opening } from './next-step.ts';
export {
  SCORE_MACHINE,
  SCORE_STATES,
  TRANSCRIPT_MACHINE,
  TRANSCRIPT_STATES,
  type ScoreState,
  type TranscriptState,
} from './answer-state.ts';
export {
  ENDED_INTERVIEW_STATUSES,
  INTERVIEW_MACHINE,
  INTERVIEW_STATUSES,
  type InterviewStatus,
} from './interview-state.ts';
export { MODEL_CALL_MACHINE, MODEL_CALL_STATES, type ModelCallState } from './model-call-state.ts';
