import type { CallbackKind } from '@trunkline/telephony/callbacks';
import type { InterviewFact } from '@trunkline/telephony/interviews';
import { dedupeKey } from '@trunkline/telephony/callbacks';
import { parseFact } from '@trunkline/telephony/facts';
import { interviewIdOf, interviewFact } from '@trunkline/telephony/interviews';

/** A callback about an interview, as its row in the inbox has it. */
export type InterviewCallback = { kind: CallbackKind; fields: Record<string, string>; query: Record<string, string> };

/** A candidate's behaviour at a question: answers, answers when asked again, stays silent, or hangs up while answering. */
export type Behaviour = 'answers' | 'answers-late' | 'silent' | 'hangs-up';

/** All callbacks of one call of an interview. */
export function interviewCallbacks(
  interviewId: string,
  callSid: string,
  behaviours: readonly Behaviour[],
): InterviewCallback[] {
  const about = { interview_id: interviewId };
  const call = {
    AccountSid: `AC${'0'.repeat(31)}1`,
    CallSid: callSid,
    Direction: 'outbound-api',
    From: '+16175006181',
    To: '+15085140320',
  };
  const sent: InterviewCallback[] = [];
  const status = (word: string, sequence: number, at: number) =>
    sent.push({
      kind: 'call-status',
      fields: {
        ...call,
        CallStatus: word,
        SequenceNumber: `${sequence}`,
        CallbackSource: 'call-progress-events',
        Timestamp: at12(at),
      },
      query: { ...about, intent_id: interviewId },
    });
  const voice = (n: number, attempt: number, more = {}) =>
    sent.push({
      kind: 'call-inbound',
      fields: { ...call, CallStatus: 'in-progress' },
      query: { ...about, ...where(n, attempt), ...more },
    });
  const recorded = (n: number, attempt: number, isOver: boolean) => {
    const sid = `RE${callSid.slice(-26)}${String(n * 10 + attempt).padStart(6, '0')}`;
    const recording = {
      RecordingSid: sid,
      RecordingDuration: `${5 + n}`,
      RecordingUrl: `https://api.twilio.com/${sid}`,
    };
    const end = isOver ? { Digits: 'hangup', CallStatus: 'completed' } : { Digits: '#', CallStatus: 'in-progress' };
    const query = { ...about, ...where(n, attempt) };
    sent.push({ kind: 'record-action', fields: { ...call, ...recording, ...end }, query });
    const own = {
      AccountSid: call.AccountSid,
      CallSid: callSid,
      RecordingStatus: 'completed',
      RecordingSource: 'RecordVerb',
    };
    sent.push({ kind: 'recording-complete', fields: { ...own, ...recording }, query });
  };
  for (const [n, word] of ['initiated', 'ringing', 'in-progress'].entries()) status(word, n, n);
  voice(1, 1);
  for (const [at, behaviour] of behaviours.entries()) {
    const n = at + 1;
    if (behaviour === 'answers') recorded(n, 1, false);
    else if (behaviour === 'hangs-up') recorded(n, 1, true);
    else voice(n, 1, { empty: 'true' });
    if (behaviour === 'answers-late') recorded(n, 2, false);
    if (behaviour === 'silent') voice(n, 2, { empty: 'true' });
    if (behaviour === 'hangs-up') break;
  }
  status('completed', 3, 60 + behaviours.length);
  return sent;
}

/** The facts of these callbacks, received one second apart. */
export const interviewFacts = (
  callbacks: readonly InterviewCallback[],
): { interviewId: string; fact: InterviewFact }[] =>
  callbacks.map(({ kind, fields, query }, n) => {
    const dedupe = dedupeKey(kind, fields, JSON.stringify([fields, query]));
    const receivedAt = new Date(Date.UTC(2026, 1, 12, 12, 0, n)).toISOString();
    const stored = { kind, dedupeKey: dedupe, source: 'webhook' as const, payload: fields, query, receivedAt };
    return { interviewId: interviewIdOf(query)!, fact: interviewFact(parseFact(stored), fields, query) };
  });

const where = (n: number, attempt: number) => ({ question_number: `${n}`, attempt: `${attempt}` });
const at12 = (second: number) => new Date(Date.UTC(2026, 1, 12, 12, 0, second)).toUTCString().replace('GMT', '+0000');
