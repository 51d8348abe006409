import { ACCOUNT_SID, CALL_SID } from '@trunkline/telephony/callbacks';
import type { LookupState } from '@trunkline/telephony/reconciliation';
import { CALL_STATUSES, isTerminal } from '@trunkline/telephony/calls';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** The accounts that may be asked: ours, and known others. */
export type AskableAccounts = { own: string; others: 'any' | ReadonlySet<string> };

/**
 * Requests a lookup of each call that one of the newest 5,000 quarantined callbacks names and that was not looked up
 * since, unless its end is known; returns how many. Leaves out malformed SIDs and accounts that are not ours. No
 * statement of ingest writes requests: quarantined rows have an index of their own.
 */
export async function requestLookups(db: Queryable, { own, others }: AskableAccounts, now: Date): Promise<number> {
  const values = [now, own, others === 'any' ? null : [...others]];
  const { rowCount } = await db.query({ name: 'request-lookups', text: REQUEST, values });
  return rowCount ?? 0;
}

/** What Twilio was asked about a call, and what it answered. */
export type CallLookup = {
  callSid: string;
  /** The row of the call; null while it is unknown here, or its answer is not applied yet. */
  callId: string | null;
  accountSid: string | null;
  state: LookupState;
  /** The status that Twilio showed; its own word. */
  callStatus: string | null;
  attempts: number;
  error: string | null;
  requestedAt: Date;
  nextAttemptAt: Date;
  settledAt: Date | null;
};

/** Requests a lookup of this call for a person, at once, whether it was looked up before or not. */
export async function requestLookup(tx: Scoped, callSid: string, now: Date): Promise<void> {
  await tx.query(requestOne(tx), [callSid, now]);
}

/** The last lookup of a call; undefined where Twilio was never asked about it for a callback or a person. */
export async function findLookup(tx: Scoped, callSid: string): Promise<CallLookup | undefined> {
  const sql = `
    select l.call_sid as "callSid", c.id::text as "callId", l.account_sid as "accountSid", l.state, l.call_status as "callStatus",
      l.attempts, l.error, l.requested_at as "requestedAt", l.next_attempt_at as "nextAttemptAt", l.settled_at as "settledAt"
    from call_lookups l left join calls c on c.call_sid = l.call_sid and ${tx.rows('calls', 'c')}
    where l.call_sid = $1 and ${tx.rows('call_lookups', 'l')}`;
  return (await tx.query<CallLookup>(sql, [callSid])).rows[0];
}

/** A lookup to make now; `accountSid` is null for our own account. */
export type ClaimedLookup = {
  callSid: string;
  accountSid: string | null;
  /** Attempts to ask, this one included. */
  attempts: number;
  requestedAt: Date;
  /** A person asks for it, and no quarantined callback names it that was not looked up yet. */
  isRequested: boolean;
  /** It was compared with Twilio: no tier does so again by itself. */
  isCompared: boolean;
};

/** Claims up to `limit` lookups that are due, for a minute. It covers the quarantined callbacks received until now. */
export async function claimLookups(db: Queryable, limit: number, now: Date): Promise<ClaimedLookup[]> {
  const { rows } = await db.query<ClaimedLookup>({ name: 'claim-lookups', text: CLAIM, values: [limit, now] });
  return rows;
}

/** What came of a lookup; `dueAt` where it is made again. */
export type LookupResult = {
  callSid: string;
  state: LookupState;
  callStatus: string | null;
  error: string | null;
  dueAt: Date | null;
};

/** Records what came of a lookup. */
export async function settleLookup(
  db: Queryable,
  { callSid, state, callStatus, error, dueAt }: LookupResult,
  now: Date,
): Promise<void> {
  const values = [callSid, state, callStatus, error, dueAt, now];
  await db.query({ name: 'settle-lookup', text: SETTLE, values });
}

const ENDS = inList(CALL_STATUSES.filter(isTerminal));

const REQUEST = `
with newest as materialized (
  select id, call_sid, source, nullif(payload ->> 'AccountSid', '') as account
  from twilio_webhook_inbox where processing_status = 'quarantined' order by id desc limit 5000
),
named as (
  select distinct on (call_sid) call_sid, id, nullif(account, $2::text) as account
  from newest
  where source like 'twilio\\_%' and call_sid ~ '${CALL_SID.source}'
    and (account is null or account = $2::text or ($3::text[] is null and account ~ '${ACCOUNT_SID.source}')
      or account = any($3::text[]))
  order by call_sid, id desc
)
insert into call_lookups as l (call_sid, account_sid, inbox_id, requested_at, next_attempt_at)
select call_sid, account, id, $1, $1 from named n
where not exists (
  select from call_lookups k where k.call_sid = n.call_sid
    and (k.inbox_id >= n.id or k.state = 'due' or k.call_status in ${ENDS}))
on conflict (call_sid) do update set
  account_sid = excluded.account_sid, inbox_id = excluded.inbox_id, state = 'due', attempts = 0, error = null,
  requested_at = $1, next_attempt_at = $1, settled_at = null
where l.state <> 'due' and l.inbox_id < excluded.inbox_id`;

/** What a request of a person sets in a lookup that was made before. */
export const ASKED_AGAIN = `
  account_sid = coalesce(excluded.account_sid, call_lookups.account_sid), inbox_id = 0, state = 'due', attempts = 0, error = null,
  call_status = null, requested_at = excluded.requested_at, next_attempt_at = excluded.next_attempt_at, settled_at = null`;

/** No quarantined callback is its cause: `inbox_id` is 0, so that one that comes later is looked up as ever. */
const requestOne = (tx: Scoped): string => `
insert into call_lookups (call_sid, account_sid, inbox_id, requested_at, next_attempt_at)
values ($1::varchar, (select c.account_sid from calls c where c.call_sid = $1 and ${tx.rows('calls', 'c')}), 0, $2, $2)
on conflict (call_sid) do update set ${ASKED_AGAIN}`;

const CLAIM = `
with due as (
  select call_sid, inbox_id = 0 as is_requested from call_lookups where state = 'due' and next_attempt_at <= $2
  order by next_attempt_at limit $1 for update skip locked
)
update call_lookups l set attempts = l.attempts + 1, next_attempt_at = $2::timestamptz + interval '1 minute',
  inbox_id = greatest(l.inbox_id, (
    select max(i.id) from twilio_webhook_inbox i where i.call_sid = l.call_sid and i.processing_status = 'quarantined'))
from due where l.call_sid = due.call_sid
returning l.call_sid as "callSid", l.account_sid as "accountSid", l.attempts, l.requested_at as "requestedAt",
  due.is_requested as "isRequested", exists (select from calls c where c.call_sid = l.call_sid and c.reconciled_at is not null) as "isCompared"`;

const SETTLE = `
update call_lookups set state = $2, call_status = $3, error = left($4, 500),
  next_attempt_at = coalesce($5, next_attempt_at), settled_at = case when $2 = 'due' then null else $6::timestamptz end
where call_sid = $1 and state = 'due'`;
