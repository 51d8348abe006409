import type { IntentState } from '@trunkline/telephony/dialing';
import type { Queryable } from '../connection/open-database.ts';

/** A call that somebody wants placed, at most once. */
export type CallIntent = {
  id: string;
  /** `order`: a leg of a scheduled call. */
  kind: 'candidate' | 'interview' | 'order';
  candidateId: number | null;
  interviewId: string | null;
  callId: string | null;
  leg: 'client' | 'reader' | null;
  toNumber: string;
  fromNumber: string;
  voiceUrl: string;
  statusUrl: string;
  state: IntentState;
  callSid: string | null;
  /** Not dialled before. */
  notBefore: Date;
  /** When Twilio was asked, the last time. */
  submittingAt: Date | null;
  submittedAt: Date | null;
  /** When it became known what had become of a submission that nobody knew about. */
  resolvedAt: Date | null;
  nextAttemptAt: Date;
  /** Tries to submit it, or looks for it at Twilio, in its present state. */
  checks: number;
  /** Twilio's, of a refusal. */
  errorCode: string | null;
  error: string | null;
  /** What was learnt, and when. */
  evidence: { at: string; step: string }[];
  createdAt: Date;
};

export type IntentToCreate = Pick<
  CallIntent,
  'kind' | 'candidateId' | 'interviewId' | 'toNumber' | 'fromNumber' | 'voiceUrl' | 'statusUrl'
> & { id: string; notBefore?: Date | undefined } & Partial<Pick<CallIntent, 'callId' | 'leg'>>;

/** The columns of `CallIntent`. */
export const INTENT_COLUMNS = `
  id, kind, candidate_id as "candidateId", interview_id as "interviewId", call_id::text as "callId", leg, to_number as "toNumber",
  from_number as "fromNumber", voice_url as "voiceUrl", status_url as "statusUrl", state, call_sid as "callSid",
  not_before as "notBefore", submitting_at as "submittingAt", submitted_at as "submittedAt", resolved_at as "resolvedAt",
  next_attempt_at as "nextAttemptAt", checks, error_code as "errorCode", error, evidence, created_at as "createdAt"`;

/** Asks for a call; the dialer takes it up within a second. An id that is known already is the same wish: nothing is done. */
export async function createCallIntent(db: Queryable, intent: IntentToCreate): Promise<{ isNew: boolean }> {
  const sql = `
    insert into call_intents (id, kind, candidate_id, interview_id, to_number, from_number, voice_url, status_url, not_before, call_id, leg)
    values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, now()), $10, $11) on conflict (id) do nothing`;
  const { id, kind, candidateId, interviewId, toNumber, fromNumber, voiceUrl, statusUrl, notBefore = null } = intent;
  const ofCall = [intent.callId ?? null, intent.leg ?? null];
  const values = [id, kind, candidateId, interviewId, toNumber, fromNumber, voiceUrl, statusUrl, notBefore, ...ofCall];
  return { isNew: (await db.query(sql, values)).rowCount === 1 };
}

export async function findCallIntent(db: Queryable, id: string): Promise<CallIntent | undefined> {
  return (await db.query<CallIntent>(`select ${INTENT_COLUMNS} from call_intents where id = $1`, [id])).rows[0];
}

/** Takes a wish back, unless Twilio was asked already: then it returns false. */
export async function cancelCallIntent(db: Queryable, id: string): Promise<boolean> {
  const sql = `
    update call_intents set state = 'canceled', resolved_at = now(), updated_at = now(),
      evidence = evidence || jsonb_build_object('at', now(), 'step', 'canceled')
    where id = $1 and state = 'queued'`;
  return (await db.query(sql, [id])).rowCount === 1;
}
