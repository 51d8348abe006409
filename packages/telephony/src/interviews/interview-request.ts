import type { CallbackKind } from '../callbacks/callback-kinds.ts';
import { fieldText, wholeNumber, type Fields } from '../callbacks/field-values.ts';
import { isTerminal, parseCallStatus } from '../calls/status.ts';

/** How often a question is asked: after silence once more. */
export const ATTEMPTS = 2;

/** What a request of an interview's call says of one attempt at one question. */
export type InterviewRequest = {
  /** Null where the URL names none. */
  questionNumber: number | null;
  attempt: number;
  /** `asked`: Twilio fetches the question. `silent`: nothing was recorded. `answered`: something was. */
  says: 'asked' | 'silent' | 'answered';
  /** True after the hang-up: our answer is not heard. */
  isOver: boolean;
};

/** Parses a request for TwiML: its kind says where it came in, its URL which attempt it is about. */
export function parseInterviewRequest(kind: CallbackKind, fields: Fields, query: Fields): InterviewRequest {
  return {
    questionNumber: wholeNumber(query['question_number']) ?? null,
    attempt: wholeNumber(query['attempt']) ?? 1,
    says: kind === 'call-inbound' ? (query['empty'] === 'true' ? 'silent' : 'asked') : saidInAction(fields),
    isOver: fields['Digits'] === 'hangup' || hasEnded(fields['CallStatus']),
  };
}

/** A recording of no length is one of nothing. */
const saidInAction = (fields: Fields): 'silent' | 'answered' =>
  fieldText(fields, 'RecordingSid') === undefined || wholeNumber(fieldText(fields, 'RecordingDuration')) === 0
    ? 'silent'
    : 'answered';

const hasEnded = (text: unknown): boolean => isTerminal(parseCallStatus(text) ?? 'queued');
