import type { IntentState } from '@trunkline/telephony/dialing';
import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { isGuarded, requireRoom, type DialGuard } from './dial-caps.ts';

/** A request for a call, which is placed at most once. */
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
  /** Not dialled before this time. */
  notBefore: Date;
  /** When Twilio was last asked. */
  submittingAt: Date | null;
  submittedAt: Date | null;
  /** When the outcome of the submission became known. */
  resolvedAt: Date | null;
  nextAttemptAt: Date;
  /** Attempts to submit it, or searches for it at Twilio, in its present state. */
  checks: number;
  /** Twilio's code of a refusal. */
  errorCode: string | null;
  error: string | null;
  /** What was observed, and when. */
  evidence: { at: string; step: string }[];
  /** The actor as the audit names it; null for intents from before caps counted them. */
  requestedBy: string | null;
  campaignId: string | null;
  createdAt: Date;
};

export type IntentToCreate = Pick<
  CallIntent,
  'kind' | 'candidateId' | 'interviewId' | 'toNumber' | 'fromNumber' | 'voiceUrl' | 'statusUrl'
> & { id: string; notBefore?: Date | undefined } & Partial<
    Pick<CallIntent, 'callId' | 'leg' | 'requestedBy' | 'campaignId'>
  >;

/** The columns of `CallIntent`. */
export const INTENT_COLUMNS = `
  id, kind, candidate_id as "candidateId", interview_id as "interviewId", call_id::text as "callId", leg, to_number as "toNumber",
  from_number as "fromNumber", voice_url as "voiceUrl", status_url as "statusUrl", state, call_sid as "callSid",
  not_before as "notBefore", submitting_at as "submittingAt", submitted_at as "submittedAt", resolved_at as "resolvedAt",
  next_attempt_at as "nextAttemptAt", checks, error_code as "errorCode", error, evidence,
  requested_by as "requestedBy", campaign_id as "campaignId", created_at as "createdAt"`;

/**
 * Requests a call; the dialer places it within a second. A repeated id is the same request: nothing is done. Throws
 * `DialCapError` where a cap is reached, `DialApprovalError` where another person must approve. The transaction must be a real one: its lock holds until the commit.
 */
export async function createCallIntent(
  tx: Scoped,
  intent: IntentToCreate,
  guard: DialGuard,
): Promise<{ isNew: boolean }> {
  const { notBefore, leg, callId, ...request } = intent;
  const { requestedBy: actor = null, campaignId: campaign = null } = request;
  if (isGuarded(guard) && (await findCallIntent(tx, intent.id))) return { isNew: false };
  await requireRoom(tx, { actor, campaign, wanted: 1 }, guard);
  const data = { ...request, ...given({ notBefore, leg, callId: callId ? BigInt(callId) : undefined }) };
  const { count } = await tx.prisma(({ callIntent }) => callIntent.createMany({ data, skipDuplicates: true }));
  return { isNew: count === 1 };
}

/** SQL: also the dialer asks, for each of its jobs. */
export async function findCallIntent(tx: Scoped, id: string): Promise<CallIntent | undefined> {
  return (await tx.query<CallIntent>(`select ${INTENT_COLUMNS} from call_intents where id = $1`, [id])).rows[0];
}

/** Cancels a request; returns false where Twilio was asked already. SQL: the guard, and the evidence that is appended. */
export async function cancelCallIntent(tx: Scoped, id: string): Promise<boolean> {
  const sql = `
    update call_intents set state = 'canceled', resolved_at = now(), updated_at = now(),
      evidence = evidence || jsonb_build_object('at', now(), 'step', 'canceled')
    where id = $1 and state = 'queued'`;
  return (await tx.query(sql, [id])).rowCount === 1;
}

export type IntentFilter = {
  states?: readonly IntentState[] | undefined;
  candidateId?: number | undefined;
  interviewId?: string | undefined;
};

/** A page of intents, the latest first, after the one with this id. SQL: the order is by time and id. */
export async function listCallIntents(
  tx: Scoped,
  { states, candidateId, interviewId }: IntentFilter,
  { after, limit }: PageAt,
): Promise<Page<CallIntent>> {
  const values = [after ?? null, states ?? null, candidateId ?? null, interviewId ?? null, limit + 1];
  return toPage((await tx.query<CallIntent>(LIST, values)).rows, limit);
}

const LIST = `
select ${INTENT_COLUMNS} from call_intents
where ($1::uuid is null or (created_at, id) < (select created_at, id from call_intents where id = $1))
  and ($2::text[] is null or state = any($2)) and ($3::integer is null or candidate_id = $3)
  and ($4::uuid is null or interview_id = $4)
order by created_at desc, id desc limit $5`;
