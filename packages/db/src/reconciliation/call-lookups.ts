import { ACCOUNT_SID, CALL_SID } from '@trunkline/telephony/callbacks';
import type { LookupState } from '@trunkline/telephony/reconciliation';
import { CALL_STATUSES, isTerminal } from '@trunkline/telephony/calls';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

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

/** A lookup to make now; `accountSid` is null for our own account. */
export type ClaimedLookup = {
  callSid: string;
  accountSid: string | null;
  /** Attempts to ask, this one included. */
  attempts: number;
  requestedAt: Date;
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

const CLAIM = `
with due as (
  select call_sid from call_lookups where state = 'due' and next_attempt_at <= $2
  order by next_attempt_at limit $1 for update skip locked
)
update call_lookups l set attempts = l.attempts + 1, next_attempt_at = $2::timestamptz + interval '1 minute',
  inbox_id = greatest(l.inbox_id, (
    select max(i.id) from twilio_webhook_inbox i where i.call_sid = l.call_sid and i.processing_status = 'quarantined'))
from due where l.call_sid = due.call_sid
returning l.call_sid as "callSid", l.account_sid as "accountSid", l.attempts, l.requested_at as "requestedAt"`;

const SETTLE = `
update call_lookups set state = $2, call_status = $3, error = left($4, 500),
  next_attempt_at = coalesce($5, next_attempt_at), settled_at = case when $2 = 'due' then null else $6::timestamptz end
where call_sid = $1 and state = 'due'`;
