import type { CallLogEvent } from '@trunkline/telephony/callbacks';
import type { Scoped } from '../connection/with-actor.ts';

/** A call as the actor may see it: the columns of `calls` by their own names, durations in seconds. */
export type CallRow = { id: string; call_sid: string | null; from_number: string | null; [column: string]: unknown };

/** A line of a call's log. */
export type CallEventRow = {
  id: string;
  inboxId: string;
  callLogEvent: CallLogEvent;
  eventStatus: string | null;
  eventTime: Date | null;
  observedAt: Date;
  source: string;
  verdict: string;
  dedupeKey: string;
};

/** A call that another call dialled. */
export type CallLeg = {
  callSid: string | null;
  parentCallSid: string | null;
  status: string;
  direction: string;
  durationSec: number | null;
};

/** A call has a SID at Twilio and an id of ours. */
type CallKey = { callSid: string } | { id: bigint };

export async function findCall(tx: Scoped, key: CallKey): Promise<CallRow | undefined> {
  const [column, value] = 'id' in key ? ['id', key.id] : ['call_sid', key.callSid];
  const sql = `
    select ${tx.columns('calls', 'c')} from calls c where c.${column} = $1 and ${tx.rows('calls', 'c')}`;
  return (await tx.query<CallRow>(sql, [value])).rows[0];
}

/** The id of a call that the actor may see. */
export async function findCallId(tx: Scoped, key: CallKey): Promise<string | undefined> {
  const [column, value] = 'callSid' in key ? ['call_sid', key.callSid] : ['id', `${key.id}`];
  const sql = `select c.id from calls c where c.${column} = $1 and ${tx.rows('calls', 'c')}`;
  return (await tx.query<{ id: string }>(sql, [value])).rows[0]?.id;
}

/** The log of a call, oldest first. */
export async function listCallEvents(tx: Scoped, callSid: string): Promise<CallEventRow[]> {
  const sql = `
    select e.id::text, e.inbox_id::text as "inboxId", e.event_type as "callLogEvent", e.event_status as "eventStatus",
      e.event_time as "eventTime", e.observed_at as "observedAt", e.source, e.verdict, e.fact ->> 'key' as "dedupeKey"
    from call_events e where e.call_sid = $1 and ${tx.rows('call_events', 'e')} order by e.id`;
  return (await tx.query<CallEventRow>(sql, [callSid])).rows;
}

/** The calls that this one dialled, in the order in which they became known. */
export async function listCallLegs(tx: Scoped, callSid: string): Promise<CallLeg[]> {
  const sql = `
    select l.call_sid as "callSid", l.parent_call_sid as "parentCallSid", l.status, l.direction, l.duration_sec as "durationSec"
    from calls l where l.parent_call_sid = $1 and ${tx.rows('calls', 'l')} order by l.id`;
  return (await tx.query<CallLeg>(sql, [callSid])).rows;
}
