import { foldCall, type CallState, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { Fact } from '@trunkline/telephony/facts';
import type { CallEventRow } from '../calls/find-call.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A call as it was known at a time: the fold of the facts observed until then. */
export type CallAsOf = { call: CallState; events: CallEventRow[]; legs: CallState[] };

/**
 * The call with this SID as it was known at `asOf`, with the legs that it was known to have dialled. If nothing was known
 * yet: when its first fact was observed, or null where no fact is known today either.
 */
export async function readCallAsOf(
  tx: Scoped,
  callSid: string,
  asOf: Date,
  ownedNumbers: OwnedNumbers,
): Promise<CallAsOf | { firstKnownAt: Date | null }> {
  const { rows } = await tx.query<Row>({ name: 'read-call-as-of', text: SQL, values: [callSid, asOf] });
  const bySid = Map.groupBy(rows, (row) => row.callSid);
  const fold = (sid: string) =>
    foldCall(
      sid,
      bySid.get(sid)!.map(({ fact }) => fact),
      ownedNumbers,
    );
  const own = bySid.get(callSid);
  if (!own) return { firstKnownAt: await findFirst(tx, callSid) };
  const legs = [...bySid.keys()].filter((sid) => sid !== callSid).map(fold);
  return {
    call: fold(callSid),
    events: own.map(toEvent),
    legs: legs.filter((leg) => leg.parentCallSid === callSid), // a leg may be known before its parent
  };
}

type Row = Omit<CallEventRow, 'dedupeKey'> & { callSid: string; fact: Fact };

function toEvent(row: Row): CallEventRow {
  const { callSid: _, fact, ...event } = row;
  return { ...event, dedupeKey: fact.key };
}

async function findFirst(tx: Scoped, callSid: string): Promise<Date | null> {
  const sql = 'select min(observed_at) as first from call_events where call_sid = $1';
  const { rows } = await tx.query<{ first: Date | null }>(sql, [callSid]);
  return rows[0]!.first;
}

const SQL = `
select e.id::text, e.call_sid as "callSid", e.inbox_id::text as "inboxId", e.event_type as "callLogEvent",
  e.event_status as "eventStatus", e.event_time as "eventTime", e.observed_at as "observedAt", e.source, e.verdict, e.fact
from call_events e
where (e.call_sid = $1 or e.call_sid in (select c.call_sid from calls c where c.parent_call_sid = $1)) and date_trunc('milliseconds', e.observed_at) <= $2
order by e.id`;
