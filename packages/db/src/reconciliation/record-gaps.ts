import type { GapClass } from '@trunkline/telephony/reconciliation';
import type { Queryable } from '../connection/open-database.ts';
import { NOTIFY_STREAM } from '../stream/notify-stream.ts';

/** A callback that should have arrived and did not. */
export type GapToRecord = {
  callSid: string;
  /** Its name within the call: `completed`, `recording RE… completed`. */
  missing: string;
  sequence: number | null;
  recordingSid: string | null;
  class: GapClass;
  dueAt: string | null;
  noticedBy: string;
  evidence: object;
  /** The fact that heals it, if there is one already. */
  healingInboxId: string | null;
};

/**
 * Records gaps in one upsert. On a known gap, evidence is added, and another class replaces `unknown`. Returns the calls
 * with a gap that became `acked_but_absent`. An ignored gap whose cause was unknown and becomes known is open again.
 */
export async function recordGaps(db: Queryable, gaps: readonly GapToRecord[], at: Date): Promise<string[]> {
  if (gaps.length === 0) return [];
  const { rows } = await db.query<{ callSid: string; isAlarm: boolean }>(SQL, [JSON.stringify(gaps), at]);
  return rows.flatMap(({ callSid, isAlarm }) => (isAlarm ? callSid : []));
}

const SQL = `
with gap as (
  select distinct on ("callSid", "missing") * from jsonb_to_recordset($1::jsonb) as g(
    "callSid" varchar, "missing" text, "sequence" integer, "recordingSid" varchar, "class" text, "dueAt" timestamptz,
    "noticedBy" text, "evidence" jsonb, "healingInboxId" bigint)
  order by "callSid", "missing", "class" = 'unknown'
),
known as (
  select k.id, k.call_sid, k.missing, k.class, k.ignored_at from callback_gaps k join gap g on k.call_sid = g."callSid" and k.missing = g."missing"
),
recorded as (
  insert into callback_gaps as k (
    call_sid, missing, sequence, recording_sid, class, due_at, noticed_at, noticed_by, evidence, healing_inbox_id, updated_at)
  select "callSid", "missing", "sequence", "recordingSid", "class", "dueAt", $2, "noticedBy", "evidence", "healingInboxId", $2
  from gap order by "callSid", "missing"
  on conflict (call_sid, missing) do update set
    class = case when k.class = 'unknown' then excluded.class else k.class end,
    ignored_at = case when k.class = 'unknown' and excluded.class <> 'unknown' then null else k.ignored_at end,
    evidence = k.evidence || excluded.evidence,
    due_at = coalesce(k.due_at, excluded.due_at),
    healing_inbox_id = coalesce(k.healing_inbox_id, excluded.healing_inbox_id),
    updated_at = excluded.updated_at
  returning k.id, k.call_sid, k.missing, k.class, k.ignored_at
),
emitted as (
  insert into stream_events (name, entity, entity_id, call_id)
  select 'gap.noticed', 'gap', r.id::text, c.id
  from recorded r left join calls c using (call_sid) 
  where not exists (select from known n where n.id = r.id and (n.ignored_at is null or r.ignored_at is not null))
),
notified as materialized (${NOTIFY_STREAM})
select r.call_sid as "callSid", r.class = 'acked_but_absent' and n.class is distinct from r.class as "isAlarm"
from notified cross join recorded r left join known n using (call_sid, missing)`;
