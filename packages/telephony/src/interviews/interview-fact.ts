import { describeKind } from '../callbacks/callback-kinds.ts';
import type { Fact, FactSource } from '../facts/fact.ts';
import { wholeNumber, defined, nonEmpty, type Fields } from '../callbacks/field-values.ts';
import type { CallStatus } from '../calls/status.ts';
import { parseInterviewRequest } from './interview-request.ts';

/** What is known of an interview by one callback, by REST, or by our own dialer (`not_placed`). Times are ISO 8601. */
export type InterviewFact = {
  /** The dedupe key: copies of one fact share it. */
  key: string;
  kind: 'asked' | 'silent' | 'answered' | 'recording' | 'call' | 'not_placed';
  source: FactSource;
  callSid: string | null;
  /** Of the call, where the fact has one. */
  status: CallStatus | null;
  questionNumber: number | null;
  attempt: number | null;
  occurredAt: string | null;
  observedAt: string;
  recording?: { sid: string; status: string; durationSec?: number };
  /** Why a call was not placed. */
  error?: string;
};

/** The interview that a callback's URL names; undefined for a callback of any other call. */
export const interviewIdOf = (query: unknown): string | undefined => nonEmpty((query as Fields)['interview_id']);

/** The same fact as its interview sees it. */
export function interviewFact(fact: Fact, payload: unknown, query: unknown): InterviewFact {
  const [fields, parameters] = [payload as Fields, query as Fields];
  const { kind, recording } = fact;
  return {
    key: fact.key,
    kind: kindOf(fact, fields, parameters),
    source: fact.source,
    callSid: fact.callSid,
    status: fact.status,
    questionNumber: wholeNumber(parameters['question_number']) ?? null,
    attempt: 'question_number' in parameters ? (wholeNumber(parameters['attempt']) ?? 1) : null,
    occurredAt: fact.occurredAt,
    observedAt: fact.observedAt,
    ...(recording &&
      kind !== 'call-status' && {
        recording: {
          sid: recording.sid,
          status: recording.status,
          ...defined({ durationSec: recording.durationSec }),
        },
      }),
  };
}

function kindOf({ kind, recording }: Fact, fields: Fields, query: Fields): InterviewFact['kind'] {
  if (kind === 'call-inbound' || kind === 'record-action' || kind === 'gather-action')
    return parseInterviewRequest(kind, fields, query).says;
  return recording && describeKind(kind).about === 'recording' ? 'recording' : 'call';
}
