import type { CallStatus, Direction } from '@trunkline/telephony/calls';
import { utcText } from '../connection/utc-text.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A call that belongs to another: the leg that it dialled, the one that dialled it, or one of its conference. */
export type FamilyCall = {
  id: string;
  callSid: string | null;
  role: 'parent' | 'child' | 'participant';
  status: CallStatus;
  direction: Direction;
  fromNumber: string | null;
  toNumber: string | null;
  startTime: string | null;
  endTime: string | null;
  finalizedAt: string | null;
  durationSec: number | null;
  /** The outside party of its conversation. */
  contact: { id: string; number: string; name: string | null } | null;
  /** The client or the reader of its order, where the actor may see the name. */
  person: { id: string; name: string } | null;
};

/** A conference has more participants than lanes fit a screen. */
const CALLS_AT_MOST = 50;

/** A call with the calls that belong to it, as far as the actor may see them: the one that dialled the others first. */
export async function listFamily(tx: Scoped, callId: string): Promise<FamilyCall[]> {
  return (await tx.query<FamilyCall>(sqlFor(tx), [callId])).rows;
}

const sqlFor = (tx: Scoped): string => `
with root as materialized (
  select r.id, r.call_sid, coalesce(r.conference_call_id, r.id) as conference
  from (
    select coalesce((select p.id from calls p where p.call_sid = a.parent_call_sid and ${tx.rows('calls', 'p')}), a.id) as id
    from calls a where a.id = $1 and ${tx.rows('calls', 'a')} offset 0
  ) oldest
  join calls r on r.id = oldest.id and ${tx.rows('calls', 'r')}
),
family as materialized (
  select id, 'parent' as role, 0 as rank from root
  union all select c.id, 'child', 1 from root join calls c on c.parent_call_sid = root.call_sid
  union all select c.id, 'participant', 2 from root join calls c on c.conference_call_id = root.conference where c.id <> root.id
  union all select root.conference, 'participant', 2 from root where root.conference <> root.id
)
select c.id::text, c.call_sid as "callSid", f.role, c.status, c.direction, c.from_number as "fromNumber", c.to_number as "toNumber",
  ${utcText('c.start_time')} as "startTime", ${utcText('c.end_time')} as "endTime", ${utcText('c.finalized_at')} as "finalizedAt",
  c.duration_sec as "durationSec",
  case when k.id is not null then json_build_object('id', k.id::text, 'number', k.phone_number, 'name', k.display_name) end as contact,
  case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as person
from family f
join calls c on c.id = f.id and ${tx.rows('calls', 'c')}
left join conversations v on v.id = c.conversation_id and ${tx.rows('conversations', 'v')}
left join contacts k on k.id = v.contact_id and ${tx.rows('contacts', 'k')}
left join orders o on o.id = c.order_id and ${tx.rows('orders', 'o')}
left join profiles p on p.id = case when c.conference_call_id is null then o.client_id else o.reader_id end
  and ${tx.rows('profiles', 'p')}
order by f.rank, c.start_time, c.id limit ${CALLS_AT_MOST}`;
