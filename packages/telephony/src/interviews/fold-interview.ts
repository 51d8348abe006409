import { distinct, isFromRest } from '../calls/fold-call.ts';
import { isTerminal, statusRank, type CallStatus } from '../calls/status.ts';
import { foldAnswers, type AnswerState } from './fold-answers.ts';
import type { InterviewFact } from './interview-fact.ts';
import type { InterviewStatus } from './interview-state.ts';
import type { InterviewPlan } from './next-step.ts';

/** What a set of facts makes of an interview. Times are ISO 8601 in UTC. */
export type InterviewState = {
  status: InterviewStatus;
  callSid: string | null;
  callStatus: CallStatus | null;
  /** Why it is partial or failed: Twilio's word, `hung-up`, or why no call was placed. */
  failure: string | null;
  /** Questions with an answer. */
  answered: number;
  /** The first question without an answer or final silence: where it would be resumed. Null when none is left. */
  nextQuestion: number | null;
  startedAt: string | null;
  endedAt: string | null;
  answers: AnswerState[];
  /** How many facts are known; grows with every one. */
  version: number;
};

/**
 * The state of one interview: a pure function of the set of facts about it. Copies and order change nothing. It is
 * completed when every question is settled, and otherwise over when its call is.
 */
export function foldInterview(plan: InterviewPlan, facts: readonly InterviewFact[]): InterviewState {
  const known = distinct(facts);
  const answers = foldAnswers(known).filter(
    ({ questionNumber: n }) => n >= plan.firstQuestion && n <= plan.questionCount,
  );
  const settled = new Set(answers.map(({ questionNumber }) => questionNumber));
  const answered = new Set(answers.flatMap((answer) => (answer.recordingSid ? answer.questionNumber : []))).size;
  const nextQuestion = firstMissing(plan, settled);
  const telling = known.filter((fact) => fact.status !== null).toSorted(byAuthority);
  const callStatus = telling.at(-1)?.status ?? null;
  const status = statusOf({ known, callStatus, isDone: nextQuestion === null, answered });
  return {
    status,
    callSid: telling.flatMap(({ callSid }) => callSid ?? []).toSorted()[0] ?? null,
    callStatus,
    failure: status === 'failed' || status === 'partial' ? failureOf(known, callStatus) : null,
    answered,
    nextQuestion,
    startedAt: earliest(telling.filter((fact) => fact.status === 'in-progress')),
    endedAt: endOf(status, telling, answers),
    answers,
    version: known.length,
  };
}

type Known = { known: readonly InterviewFact[]; callStatus: CallStatus | null; isDone: boolean; answered: number };

function statusOf({ known, callStatus, isDone, answered }: Known): InterviewStatus {
  if (isDone) return 'completed';
  if (callStatus !== null && isTerminal(callStatus)) return answered > 0 ? 'partial' : 'failed';
  if (answered > 0 || callStatus === 'in-progress') return 'in_progress';
  if (callStatus !== null) return 'calling';
  return known.some(({ kind }) => kind === 'not_placed') ? 'failed' : 'pending';
}

/** A call that was answered and ends early was hung up. */
function failureOf(known: readonly InterviewFact[], callStatus: CallStatus | null): string {
  if (callStatus !== null) return callStatus === 'completed' ? 'hung-up' : callStatus;
  const reasons = known.flatMap(({ kind, error }) => (kind === 'not_placed' ? (error ?? 'not placed') : []));
  return reasons.toSorted()[0] ?? 'not placed';
}

function firstMissing({ firstQuestion, questionCount }: InterviewPlan, settled: ReadonlySet<number>): number | null {
  for (let n = firstQuestion; n <= questionCount; n++) if (!settled.has(n)) return n;
  return null;
}

function endOf(status: InterviewStatus, telling: readonly InterviewFact[], answers: readonly AnswerState[]) {
  if (status === 'pending' || status === 'calling' || status === 'in_progress') return null;
  const ends = telling.filter((fact) => isTerminal(fact.status!));
  return (
    earliest(ends) ??
    answers
      .map(({ answeredAt }) => answeredAt)
      .toSorted()
      .at(-1) ??
    null
  );
}

/** By Twilio's clock where it tells one, else by ours. */
function earliest(facts: readonly InterviewFact[]): string | null {
  const told = facts.flatMap(({ occurredAt }) => occurredAt ?? []).toSorted()[0];
  return told ?? facts.map(({ observedAt }) => observedAt).toSorted()[0] ?? null;
}

/** Weakest first: by how far the call has come, then REST over callbacks, then Twilio's clock. */
const byAuthority = (a: InterviewFact, b: InterviewFact): number =>
  statusRank(a.status!) - statusRank(b.status!) ||
  Number(isFromRest(a)) - Number(isFromRest(b)) ||
  compare(a.occurredAt ?? '', b.occurredAt ?? '') ||
  compare(a.key, b.key);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
