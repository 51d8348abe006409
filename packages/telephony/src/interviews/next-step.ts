import { ATTEMPTS, type InterviewRequest } from './interview-request.ts';

/** Which questions an interview asks: from the first (a resumed one begins later) to the last. */
export type InterviewPlan = { firstQuestion: number; questionCount: number };

/** What the caller hears next. */
export type InterviewStep =
  | { says: 'question'; questionNumber: number; attempt: number; opening: Opening }
  | { says: 'completion' | 'error' | 'nothing' };

/** What is said before a question. */
export type Opening = 'welcome' | 'welcome-back' | 'thanks' | 'repeat' | 'go-on';

/**
 * The next step of an interview: a pure function of the request and the plan. It knows nothing of what was stored, so a
 * request that comes twice, late, or before we know its call gets the same answer.
 */
export function nextStep(request: InterviewRequest, plan: InterviewPlan): InterviewStep {
  const { says, isOver, attempt } = request;
  const asked = request.questionNumber ?? plan.firstQuestion;
  if (isOver) return { says: 'nothing' };
  if (asked < 1 || asked > plan.questionCount) return { says: 'error' };
  if (says === 'asked') return question(asked, attempt, openingOf(asked, attempt, plan));
  if (says === 'silent' && attempt < ATTEMPTS) return question(asked, attempt + 1, 'repeat');
  if (asked === plan.questionCount) return { says: 'completion' };
  return question(asked + 1, 1, says === 'answered' ? 'thanks' : 'go-on');
}

function openingOf(asked: number, attempt: number, { firstQuestion }: InterviewPlan): Opening {
  if (attempt > 1) return 'repeat';
  if (asked > firstQuestion) return 'go-on';
  return firstQuestion === 1 ? 'welcome' : 'welcome-back';
}

const question = (questionNumber: number, attempt: number, opening: Opening): InterviewStep => ({
  says: 'question',
  questionNumber,
  attempt,
  opening,
});
