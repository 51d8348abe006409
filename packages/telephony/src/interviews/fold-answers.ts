import { ATTEMPTS } from './interview-request.ts';
import type { InterviewFact } from './interview-fact.ts';

/** One attempt at one question: what was recorded, or that nothing was, for good. */
export type AnswerState = {
  questionNumber: number;
  attempt: number;
  /** Null for silence after the last attempt. */
  recordingSid: string | null;
  durationSec: number | null;
  answeredAt: string;
};

/** The answers that these facts name, one for each (question, attempt); order and copies of the facts change nothing. */
export function foldAnswers(facts: readonly InterviewFact[]): AnswerState[] {
  const about = facts.filter(({ questionNumber, attempt }) => questionNumber !== null && attempt !== null);
  return [...Map.groupBy(about, ({ questionNumber, attempt }) => `${questionNumber}:${attempt}`).values()]
    .flatMap((attempt) => foldAttempt(attempt) ?? [])
    .toSorted((a, b) => a.questionNumber - b.questionNumber || a.attempt - b.attempt);
}

function foldAttempt(facts: readonly InterviewFact[]): AnswerState | undefined {
  const { questionNumber, attempt } = facts[0]! as { questionNumber: number; attempt: number };
  const recorded = facts.filter(isRecorded).toSorted(byArrival);
  const sid = recorded[0]?.recording?.sid; // of two recordings the one whose fact came first, so that a later fact never replaces it
  if (sid !== undefined) {
    const same = recorded.filter(({ recording }) => recording?.sid === sid);
    const durations = same.flatMap(({ recording }) => recording?.durationSec ?? []);
    const durationSec = durations.length === 0 ? null : Math.max(...durations);
    return { questionNumber, attempt, recordingSid: sid, durationSec, answeredAt: same[0]!.observedAt };
  }
  const silence = facts.filter(({ kind }) => kind === 'silent').toSorted(byArrival)[0];
  if (!silence || attempt < ATTEMPTS) return undefined; // the question is asked once more
  return { questionNumber, attempt, recordingSid: null, durationSec: null, answeredAt: silence.observedAt };
}

/** The action and the recording's own callback each are evidence enough, should the other be lost. */
const isRecorded = ({ kind, recording }: InterviewFact): boolean =>
  kind === 'answered' || (kind === 'recording' && recording?.status === 'completed' && recording.durationSec !== 0);

const byArrival = (a: InterviewFact, b: InterviewFact): number =>
  compare(a.observedAt, b.observedAt) || compare(a.recording?.sid ?? '', b.recording?.sid ?? '');

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
