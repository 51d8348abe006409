export { claimDueAnswers } from './claim-due-answers.ts';
export { claimDueResults } from './claim-due-results.ts';
export { findAnswer, type Answer } from './find-answer.ts';
export { closeAnswer, failScore, postponeAnswer, saveScore, saveTranscript, type ScoreToSave } from './save-answer.ts';
export { findInterviewScores, type InterviewScores, type QuestionOutcome } from './find-interview-scores.ts';
export { cancelResult, postponeResult, saveResult, type ResultToSave } from './save-result.ts';
export { recordInterviewFacts, type InterviewFactToSave } from './record-interview-facts.ts';
export { findInterviewsOfCalls } from './find-interviews-of-calls.ts';
export { findInterviewScript } from './find-interview-script.ts';
export {
  deleteInterviewTemplate,
  findInterviewTemplate,
  listInterviewTemplates,
  saveInterviewTemplate,
  type InterviewTemplateRow,
} from './interview-templates.ts';
export { listQuestionsOfCalls, type QuestionOfCall } from './list-questions-of-calls.ts';
export { createInterview } from './create-interview.ts';
export { recordDecision, requestRescore } from './decide-interview.ts';
export {
  INTERVIEW_POSITION,
  listInterviews,
  type InterviewFilter,
  type InterviewListRow,
  type InterviewSubject,
} from './list-interviews.ts';
export { findInterview, type InterviewDetail, type InterviewResponseRow } from './find-interview.ts';
export { readTemplateAnalytics } from './read-template-analytics.ts';
