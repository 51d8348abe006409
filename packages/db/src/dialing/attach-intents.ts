import type { Queryable } from '../connection/open-database.ts';

/** A call, and the intent that its callback carried in the URL. */
export type CallOfIntent = { intentId: string; callSid: string };

/**
 * Records which calls were placed for which intents. A callback is proof, whatever state the intent is in; a second call
 * for one intent, which must never happen, is added to the evidence. SQL: one statement that locks its rows in order.
 */
export async function attachIntents(db: Queryable, calls: readonly CallOfIntent[]): Promise<void> {
  if (calls.length === 0) return;
  await db.query({ name: 'attach-intents', text: SQL, values: [JSON.stringify(calls)] });
}

const SQL = `
with named as (
  select distinct on ("intentId") "intentId" as id, "callSid" as call_sid
  from jsonb_to_recordset($1::jsonb) as t("intentId" uuid, "callSid" varchar) order by "intentId", "callSid"
),
fresh as materialized (
  select i.id, named.call_sid from call_intents i join named using (id)
  where i.call_sid is distinct from named.call_sid
    and not i.evidence @> jsonb_build_array(jsonb_build_object('call_sid', named.call_sid))
  order by i.id for update of i
)
update call_intents i set
  state = 'submitted', call_sid = coalesce(i.call_sid, fresh.call_sid), error = null, error_code = null,
  submitted_at = coalesce(i.submitted_at, now()), resolved_at = coalesce(i.resolved_at, now()), updated_at = now(),
  evidence = i.evidence || jsonb_build_object(
    'at', now(), 'step', case when i.call_sid is null then 'callback' else 'second-call' end, 'call_sid', fresh.call_sid,
    'was', i.state)
from fresh where i.id = fresh.id`;
