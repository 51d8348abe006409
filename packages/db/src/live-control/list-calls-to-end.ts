import { UNPLACED_INTENT_STATES } from '@trunkline/telephony/dialing';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

/** A leg of a call. `isPending`: it is being submitted, or Twilio's answer to that was lost. */
export type CallToEnd = { callSid: string | null; isFinal: boolean; isPending: boolean };

/**
 * Everything that must end for a call to be over: the call and the other legs of its conference. Queued intents are
 * canceled first; the row's lock decides between this and the dialer.
 */
export async function listCallsToEnd(db: Queryable, callId: string): Promise<CallToEnd[]> {
  await db.query({ name: 'cancel-legs', text: CANCEL, values: [callId] });
  return (await db.query<CallToEnd>({ name: 'list-calls-to-end', text: LIST, values: [callId] })).rows;
}

const CANCEL = `
update call_intents set state = 'canceled', resolved_at = now(), updated_at = now(),
  evidence = evidence || jsonb_build_object('at', now(), 'step', 'canceled')
where call_id = $1 and state = 'queued'`;

const LIST = `
select coalesce(c.call_sid, i.call_sid) as "callSid", coalesce(c.is_final, false) as "isFinal",
  coalesce(i.state in ('submitting', 'submission_unknown'), false) as "isPending"
from (select * from calls where id = $1 or conference_call_id = $1) c
full join (select * from call_intents where call_id = $1 and state not in ${inList(UNPLACED_INTENT_STATES)}) i on i.call_sid = c.call_sid
where c.call_sid is not null or i.id is not null`;
