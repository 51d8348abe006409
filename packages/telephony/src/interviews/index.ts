export { interviewIdOf, interviewFact, type InterviewFact } from './interview-fact.ts';
export { parseInterviewRequest, type InterviewRequest } from './interview-request.ts';
export { foldInterview, type InterviewState } from './fold-interview.ts';
export type { AnswerState } from './fold-answers.ts';
export { nextStep, type InterviewPlan, type InterviewStep, type Opening } from './next-step.ts';
