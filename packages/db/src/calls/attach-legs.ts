import type { Queryable } from '../connection/open-database.ts';
import { linkScheduledCall } from '../dialing/link-scheduled-call.ts';
import type { CallOfIntent } from '../dialing/attach-intents.ts';

type Leg = { callSid: string; callId: string; orderId: string | null; isMain: boolean };

/**
 * Gives the calls that were placed for scheduled ones their places: the client's leg becomes the scheduled call itself,
 * the reader's a call beside it. Before anything is folded, so that the facts find the rows. The calls must be locked.
 */
export async function attachLegs(tx: Queryable, told: readonly CallOfIntent[]): Promise<void> {
  if (told.length === 0) return;
  const { rows } = await tx.query<Leg>({ name: 'find-legs', text: FIND, values: [JSON.stringify(told)] });
  for (const { callSid, callId, orderId, isMain } of rows) {
    if (isMain && (await linkScheduledCall(tx, callId, callSid))) continue;
    await tx.query({ name: 'attach-leg', text: ATTACH, values: [callSid, callId, orderId] });
  }
}

/** In the order of the scheduled calls, the client's leg first: so nobody waits in a circle. */
const FIND = `
select distinct t."callSid", i.call_id::text as "callId", c.order_id::text as "orderId",
  i.leg = 'client' and (i.call_sid is null or i.call_sid = t."callSid") as "isMain", i.call_id as sort
from jsonb_to_recordset($1::jsonb) as t("intentId" uuid, "callSid" varchar)
join call_intents i on i.id = t."intentId" join calls c on c.id = i.call_id
order by sort, "isMain" desc, "callSid"`;

/** The scheduled call itself is none of its legs. */
const ATTACH = `
with leg as (
  insert into calls as l (call_sid, order_id, conference_call_id) select $1::varchar, $3::bigint, $2::bigint
  where not exists (select from calls where id = $2 and call_sid = $1::varchar)
  on conflict (call_sid) do update set order_id = excluded.order_id, conference_call_id = excluded.conference_call_id
  where l.conference_call_id is distinct from excluded.conference_call_id
  returning id, version
)
select tell_stream('call.created', 'call', $1::text, id) from leg where version = 0`;
