import {
  ANSWERED_SHARE_SECONDS,
  ANSWERED_STATUSES,
  WAITING_LONG_SECONDS,
  WAITING_STATUSES,
} from '@trunkline/telephony/floor';
import { OPEN_SIREN_STATUSES } from '@trunkline/telephony/live-control';
import { timesOf } from '../calls/call-includes.ts';
import { seesAllCalls } from '../calls/sees-all-calls.ts';
import { inList } from '../connection/in-list.ts';
import { beganAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { isOpenGap } from '../reconciliation/is-open-gap.ts';

/** The figures of the floor, of the calls that the actor may see. Of a call with legs only the call is counted. */
export type FloorCounts = {
  active: number;
  ringing: number;
  /** Calls that have waited for more than 30 s, and since when the first of them has. */
  waitingLong: number;
  waitingSince: Date | null;
  recording: number;
  paused: number;
  openSirens: number;
  /** When the oldest siren was raised that is not acknowledged. */
  unansweredSince: Date | null;
  /** Of the calls that ended within 15 minutes. */
  answeredCalls: number;
  endedCalls: number;
  /** Callbacks that are missing (10,000 at most), and those healed since midnight in UTC; null for other roles than staff. */
  openGaps: number | null;
  healedToday: number | null;
};

const GAPS_COUNTED = 10_000;

/** Counts the floor: live calls and the last minutes by their indexes, so that the number of all calls does not matter. */
export async function countFloor(tx: Scoped): Promise<FloorCounts> {
  const text = sqlFor(tx);
  return (await tx.query<FloorCounts>({ name: `count-floor ${text.length}`, text })).rows[0]!;
}

const CALL = 'c.call_sid is not null and c.parent_call_sid is null and c.conference_call_id is null';

/** No callback says that an incoming call is answered: it is in progress while a leg is that it dialled. */
const STATUS_WITH_LEGS = (tx: Scoped): string => `
  case when c.status = 'ringing' and exists (
    select from calls l where l.parent_call_sid = c.call_sid and l.status = 'in-progress' and ${tx.rows('calls', 'l')}
  ) then 'in-progress' else c.status end`;

const sqlFor = (tx: Scoped): string => `
with live as materialized (
  select s.status, c.recording_status,
    case when s.status in ${inList(WAITING_STATUSES)} then coalesce(t.ringing_since, ${beganAt('c')}) end as waiting_since
  from calls c cross join lateral (select ${STATUS_WITH_LEGS(tx)} as status) s
    left join lateral ${timesOf(tx, 'c')} t on s.status in ${inList(WAITING_STATUSES)}
  where not c.is_final and ${CALL} and ${tx.rows('calls', 'c')}
),
waiting as (
  select waiting_since as since from live where waiting_since < now() - interval '${WAITING_LONG_SECONDS} seconds'
),
ended as (
  select c.status from calls c
  where c.is_final and c.finalized_at > now() - interval '${ANSWERED_SHARE_SECONDS} seconds' and ${CALL} and ${tx.rows('calls', 'c')}
),
sirens as (
  select s.status, s.created_at from siren_alerts s
  where s.status in ${inList(OPEN_SIREN_STATUSES)} and ${tx.rows('siren_alerts', 's')}
)
select
  (select count(*) from live where status = 'in-progress')::integer as active,
  (select count(*) from live where status in ${inList(WAITING_STATUSES)})::integer as ringing,
  (select count(*) from waiting)::integer as "waitingLong", (select min(since) from waiting) as "waitingSince",
  (select count(*) from live where recording_status = 'recording')::integer as recording,
  (select count(*) from live where recording_status = 'paused')::integer as paused,
  (select count(*) from sirens)::integer as "openSirens",
  (select min(created_at) from sirens where status = 'active') as "unansweredSince",
  (select count(*) from ended where status in ${inList(ANSWERED_STATUSES)})::integer as "answeredCalls",
  (select count(*) from ended)::integer as "endedCalls",
  ${seesAllCalls(tx) ? gaps(isOpenGap('callback_gaps')) : 'null'} as "openGaps",
  ${seesAllCalls(tx) ? gaps(`healed_at >= date_trunc('day', now(), 'UTC')`) : 'null'} as "healedToday"`;

const gaps = (condition: string): string =>
  `(select count(*)::integer from (select from callback_gaps where ${condition} limit ${GAPS_COUNTED}) g)`;
