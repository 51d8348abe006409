import type { Database, Queryable } from '../connection/open-database.ts';
import { INTENT_COLUMNS, type CallIntent } from './call-intents.ts';
import { findCapOfSubmissions, type DialGuard, type ReachedCap } from './dial-caps.ts';
import { LATE_SECONDS } from './run-schedule.ts';

/** `submission` names this attempt: its outcome is recorded under this name only. */
export type StartedSubmission = { intent: CallIntent; submission: string };

/** How long a process may take to record the outcome; after that it is unknown. */
const RECORDED_WITHIN_SECONDS = 30;

/**
 * Commits that Twilio is asked for this call now. Returns how long to wait where all copies of the dialer together placed
 * `perSecond` calls within the last second, or another request to this number has no answer yet, the cap that is reached if
 * one is, and undefined for an intent that is not queued. SQL: a lock, so that copies count one after the other, and one
 * statement that checks and writes.
 */
export async function beginSubmission(
  db: Database,
  id: string,
  perSecond: number,
  guard: DialGuard,
): Promise<StartedSubmission | { waitMs: number } | { cap: ReachedCap } | undefined> {
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('call_intents submitting'))`);
    const cap = await findCap(tx, id, guard);
    if (cap) return { cap };
    const { rows } = await tx.query<CallIntent & { submission: string }>({
      name: 'begin-submission',
      text: BEGIN,
      values: [id, perSecond, RECORDED_WITHIN_SECONDS],
    });
    if (rows[0]) {
      const { submission, ...intent } = rows[0];
      return { intent, submission };
    }
    const waiting = await tx.query<{ waitMs: number }>({ name: 'wait-to-submit', text: WAIT, values: [id, perSecond] });
    return waiting.rows[0];
  });
}

/** The first leg of a scheduled call needs room for the second: one party must not wait alone for the other's turn. */
async function findCap(tx: Queryable, id: string, guard: DialGuard): Promise<ReachedCap | undefined> {
  if (guard.caps.length === 0) return undefined;
  const { rows } = await tx.query<{ actor: string | null; campaign: string | null; wanted: number }>({
    name: 'requester-of-intent',
    text: REQUESTER,
    values: [id],
  });
  return rows[0] && findCapOfSubmissions(tx, rows[0], guard);
}

const REQUESTER = `
select i.requested_by as actor, i.campaign_id as campaign,
  case when exists (select from call_intents o where o.call_id = i.call_id and o.id <> i.id and o.state = 'queued') then 2 else 1 end as wanted
from call_intents i where i.id = $1 and i.state = 'queued'`;

/** Two people expect a scheduled call at its time: it is placed in time or not at all. */
const IN_TIME = `and (kind <> 'order' or created_at > statement_timestamp() - interval '${LATE_SECONDS} seconds')`;

/**
 * Twilio's list has whole seconds, and a request leaves up to 5 s after its row says so (`dial-intent.ts`). Two requests to
 * one number whose answers were lost can be told apart by time only if so many seconds lie between them.
 */
const APART_SECONDS = 8;
const NUMBER_IS_BUSY = `exists (
  select from call_intents o where o.to_number = i.to_number and o.id <> i.id and o.state in ('submitting', 'submission_unknown')
    and o.submitting_at > statement_timestamp() - interval '${APART_SECONDS} seconds')`;
const BUSY_AGAIN_MS = 250;

/** The statement's time: the transaction's is from before the lock was acquired. */
const BEGIN = `
update call_intents i set
  state = 'submitting', submitting_at = statement_timestamp(), checks = checks + 1, error = null, error_code = null,
  next_attempt_at = statement_timestamp() + $3 * interval '1 second', updated_at = statement_timestamp()
where id = $1 and state = 'queued' and not_before <= statement_timestamp() ${IN_TIME} and not ${NUMBER_IS_BUSY} and $2 > (
  select count(*) from call_intents where submitting_at > statement_timestamp() - interval '1 second')
returning ${INTENT_COLUMNS}, submitting_at::text as submission`;

/** Also where there is room by now: what kept it from beginning may have ended since. */
const WAIT = `
select greatest(1, ceil(1000 - extract(epoch from statement_timestamp() - nth.submitting_at) * 1000),
  case when ${NUMBER_IS_BUSY} then ${BUSY_AGAIN_MS} end)::integer as "waitMs"
from call_intents i left join lateral (
  select submitting_at from call_intents where submitting_at > statement_timestamp() - interval '1 second'
  order by submitting_at desc offset $2::integer - 1 limit 1) nth on true
where i.id = $1 and i.state = 'queued' and i.not_before <= statement_timestamp() ${IN_TIME}`;
