import type { Fact } from '@trunkline/telephony/facts';
import type { Queryable } from '../connection/open-database.ts';

/** A call's conversation, whether it had ended, and all facts about it in no order. */
export type KnownCall = { callSid: string; conversationId: string | null; isFinal: boolean; facts: Fact[] };

/** Those of these calls that exist, by SID. One statement per job of callbacks. To fold and save them, lock them first. */
export async function readCalls(db: Queryable, callSids: readonly string[]): Promise<Map<string, KnownCall>> {
  if (callSids.length === 0) return new Map();
  const { rows } = await db.query<KnownCall>({ name: 'read-calls', text: SQL, values: [callSids] });
  return new Map(rows.map((row) => [row.callSid, row]));
}

const SQL = `
select c.call_sid as "callSid", c.conversation_id as "conversationId", c.is_final as "isFinal",
  (select coalesce(json_agg(e.fact), '[]') from call_events e where e.call_sid = c.call_sid) as facts
from calls c where c.call_sid = any($1::varchar[])`;
