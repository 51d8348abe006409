import { UNPLACED_INTENT_STATES } from '@trunkline/telephony/dialing';
import { OPEN_COMMAND_STATES } from '@trunkline/telephony/live-control';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { ORDER_CALL_COLUMNS, type OrderCall } from './scheduled-calls.ts';

/** A call much later than planned does harm: it expires this many seconds after its time. */
export const LATE_SECONDS = 300;

/** A scheduled call that is due. */
export type DueCall = OrderCall & {
  clientId: string;
  readerId: string | null;
  orderStatus: string;
  /** Who scheduled it, as caps count it. */
  requestedBy: string;
};

// SQL: the schedule runs in every copy of worker-dialer, by the database's clock, with locks and guards in the statements.

/** Due calls, locked until the transaction ends; those that another copy has locked are skipped. */
export async function listDueCalls(tx: Queryable, limit: number): Promise<DueCall[]> {
  return (await tx.query<DueCall>({ name: 'list-due-calls', text: DUE, values: [limit, LATE_SECONDS] })).rows;
}

/** Expires scheduled calls that were not started in time, and intents of legs that were not dialled in time. */
export async function expireScheduledCalls(db: Queryable): Promise<number> {
  const { rowCount } = await db.query({ name: 'expire-order-calls', text: EXPIRE_CALLS, values: [LATE_SECONDS] });
  await db.query({ name: 'expire-order-legs', text: EXPIRE_LEGS, values: [LATE_SECONDS] });
  return rowCount ?? 0;
}

/** Requests the end of calls of which one side has ended, or was not reached, while the other one waits. */
export async function endLoneLegs(db: Queryable): Promise<number> {
  return (await db.query({ name: 'end-lone-legs', text: END_LONE })).rowCount ?? 0;
}

/** Finishes started calls whose client leg was not placed and will not be; with an id, only that one. */
export async function finishUnplacedCalls(db: Queryable, callId: string | null = null): Promise<number> {
  return (await db.query({ name: 'finish-unplaced-calls', text: FINISH, values: [callId] })).rowCount ?? 0;
}

/** One row for each call, which its statement counts. */
const TELL_END = `tell_stream('call.updated', 'call', id::text, id), tell_stream('call.ended', 'call', id::text, id)`;

const DUE = `
select ${ORDER_CALL_COLUMNS}, o.client_id as "clientId", o.reader_id as "readerId", o.status as "orderStatus",
  coalesce(c.initiated_by::text, 'operator') as "requestedBy"
from calls c join orders o on o.id = c.order_id
where c.status = 'scheduled' and c.call_sid is null and c.scheduled_at <= now() and c.scheduled_at > now() - $2 * interval '1 second'
order by c.scheduled_at limit $1 for update of c skip locked`;

const EXPIRE_CALLS = `
with late as (
  select id from calls where status = 'scheduled' and call_sid is null and scheduled_at <= now() - $1 * interval '1 second'
  order by scheduled_at limit 500 for update skip locked
),
expired as (
  update calls c set status = 'canceled', ended_reason = 'expired', is_final = true, finalized_at = now(), updated_at = now()
  from late where c.id = late.id returning c.id
)
select ${TELL_END} from expired`;

const EXPIRE_LEGS = `
update call_intents set state = 'canceled', error = 'The leg was not dialled in time.', resolved_at = now(), updated_at = now(),
  evidence = evidence || jsonb_build_object('at', now(), 'step', 'expired')
where kind = 'order' and state = 'queued' and created_at <= now() - $1 * interval '1 second'`;

const UNPLACED = inList(UNPLACED_INTENT_STATES);

/** The legs of calls that have not ended; a leg that was not placed is over. */
const LEGS = `
open as (
  select distinct coalesce(c.conference_call_id, c.id) as id from calls c
  where c.order_id is not null and not c.is_final and c.status <> 'scheduled'
),
legs as (
  select open.id, i.leg, i.state, case when i.state in ${UNPLACED} then true else coalesce(l.is_final, false) end as is_over,
    case when i.state in ${UNPLACED} then i.updated_at else coalesce(l.updated_at, now()) end as since
  from open join call_intents i on i.call_id = open.id left join calls l on l.call_sid = i.call_sid
)`;

/** Waits 2 s: ending the conference normally ends the other leg. */
const END_LONE = `
with ${LEGS},
lone as (
  select id from legs group by id
  having bool_or(is_over and since < now() - interval '2 seconds') and not bool_and(is_over)
)
insert into call_commands (call_id, kind, actor_role, reason)
select id, 'drop', 'system', 'The other side is not on the line.' from lone order by id
on conflict (call_id) where kind = 'drop' and state in ${inList(OPEN_COMMAND_STATES)} do nothing`;

const FINISH = `
with ${LEGS},
unplaced as (
  select c.id, bool_or(legs.state in ('refused', 'not_placed')) as failed,
    (select m.actor_role from call_commands m where m.call_id = c.id and m.kind = 'drop' and m.actor_role <> 'system' order by m.id limit 1) as dropped_by
  from calls c join legs on legs.id = c.id
  where c.call_sid is null and not c.is_final and ($1::bigint is null or c.id = $1)
  group by c.id having bool_and(legs.is_over)
),
reason as (
  select id, dropped_by, failed, case when dropped_by in ('reader', 'client') then dropped_by else 'monitor' end as by from unplaced
),
finished as (
  update calls c set
    status = case when dropped_by is not null then 'dropped_by_' || by when failed then 'failed' else 'canceled' end,
    ended_reason = case when dropped_by is not null then by || '_drop' when failed then 'not_placed' else 'expired' end,
    is_final = true, finalized_at = now(), updated_at = now()
  from reason where c.id = reason.id and c.call_sid is null and not c.is_final returning c.id
)
select ${TELL_END} from finished`;
