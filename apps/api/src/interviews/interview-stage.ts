import type { InterviewDetail } from '@trunkline/db/interviews';

/** How far an interview is from its result. */
export type InterviewStage =
  | 'pending'
  | 'calling'
  | 'in_progress'
  | 'transcribing'
  | 'scoring'
  | 'recommending'
  | 'failed'
  | 'ready';

type Staged = Pick<InterviewDetail, 'status' | 'responses' | 'result'>;

/** The stage of an interview. It stays `ready` while a result is scored again. */
export function interviewStage({ status, responses, result }: Staged): InterviewStage {
  if (result) return 'ready';
  if (status === 'pending' || status === 'calling' || status === 'in_progress') return status;
  if (status === 'failed' && !responses.some(({ recordingSid }) => recordingSid !== null)) return 'failed';
  if (responses.some(({ transcriptStatus }) => transcriptStatus === 'waiting')) return 'transcribing';
  return responses.some(({ scoreStatus }) => scoreStatus === 'waiting') ? 'scoring' : 'recommending';
}

type Resumable = Pick<
  InterviewDetail,
  'status' | 'responses' | 'firstQuestion' | 'questionCount' | 'resumedBy' | 'callStatus'
>;

/** The first question that has neither an answer nor two attempts without one; null if none is left. */
export function nextQuestion({ firstQuestion, questionCount, responses }: Resumable): number | null {
  const settled = new Set(responses.map(({ questionNumber }) => questionNumber));
  for (let n = firstQuestion; n <= questionCount; n++) if (!settled.has(n)) return n;
  return null;
}

/** Why an interview cannot be resumed by another call; null if it can. */
export function refusalToResume(interview: Resumable): string | null {
  const { status, resumedBy, callStatus } = interview;
  if (resumedBy !== null) return `It was already resumed, as interview ${resumedBy}.`;
  if (status === 'pending') return 'Its call has not been placed yet.';
  if (status === 'calling' || status === 'in_progress')
    return `Its call is ${callStatus ?? 'in progress'}: the next question follows by itself.`;
  return nextQuestion(interview) === null ? 'Every question has been asked.' : null;
}
