import { linkScheduledCall } from '../dialing/link-scheduled-call.ts';
import type { CallOfIntent } from '../dialing/attach-intents.ts';
import type { LockedCalls } from './lock-calls.ts';

type Leg = { callSid: string; callId: string; orderId: string | null; isMain: boolean };

/**
 * Links calls that were placed for scheduled ones: the client's leg becomes the scheduled call itself, the reader's leg a
 * call of its conference. Must run before the fold is saved, so that the facts find the rows.
 */
export async function linkLegs(tx: LockedCalls, intents: readonly CallOfIntent[]): Promise<void> {
  if (intents.length === 0) return;
  const { rows } = await tx.query<Leg>({ name: 'find-legs', text: FIND, values: [JSON.stringify(intents)] });
  for (const { callSid, callId, orderId, isMain } of rows) {
    if (isMain && (await linkScheduledCall(tx, callId, callSid))) continue;
    await tx.query({ name: 'link-leg', text: LINK, values: [callSid, callId, orderId] });
  }
}

/** A conference callback whose URL names the scheduled call. */
export type NamedConference = { callId: string; conferenceSid: string };

/** Records the conference of a scheduled call on its legs, locked in the order of their ids. */
export async function recordConferences(tx: LockedCalls, conferences: readonly NamedConference[]): Promise<void> {
  if (conferences.length === 0) return;
  await tx.query({ name: 'record-conferences', text: CONFERENCES, values: [JSON.stringify(conferences)] });
}

/** In the order of the scheduled calls, the client's leg first: transactions lock in one order. */
const FIND = `
select distinct t."callSid", i.call_id::text as "callId", c.order_id::text as "orderId",
  i.leg = 'client' and (i.call_sid is null or i.call_sid = t."callSid") as "isMain", i.call_id as sort
from jsonb_to_recordset($1::jsonb) as t("intentId" uuid, "callSid" varchar)
join call_intents i on i.id = t."intentId" join calls c on c.id = i.call_id
order by sort, "isMain" desc, "callSid"`;

/** The scheduled call itself is none of its legs. */
const LINK = `
with leg as (
  insert into calls as l (call_sid, order_id, conference_call_id) select $1::varchar, $3::bigint, $2::bigint
  where not exists (select from calls where id = $2 and call_sid = $1::varchar)
  on conflict (call_sid) do update set order_id = excluded.order_id, conference_call_id = excluded.conference_call_id
  where l.conference_call_id is distinct from excluded.conference_call_id
  returning id, version
)
select tell_stream('call.created', 'call', $1::text, id) from leg where version = 0`;

const CONFERENCES = `
with named as (
  select distinct on ("callId") "callId" as id, "conferenceSid" as sid
  from jsonb_to_recordset($1::jsonb) as t("callId" bigint, "conferenceSid" varchar) order by "callId", "conferenceSid"
),
legs as materialized (
  select c.id, named.sid from named join calls c on c.id = named.id or c.conference_call_id = named.id
  where c.order_id is not null and c.conference_sid is null order by c.id for update of c
)
update calls c set conference_sid = legs.sid from legs where c.id = legs.id`;
