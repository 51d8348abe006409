import type { Queryable } from '../connection/open-database.ts';

/** A callback of this call carried this intent in its URL. */
export type CallOfIntent = { intentId: string; callSid: string };

/**
 * Notes which calls were placed for which intents: proof, whatever was thought to have become of them. A second call for
 * one intent, which must never be, becomes part of the evidence. Not Prisma: rows locked in order, one statement.
 */
export async function attachIntents(db: Queryable, told: readonly CallOfIntent[]): Promise<void> {
  if (told.length === 0) return;
  await db.query({ name: 'attach-intents', text: SQL, values: [JSON.stringify(told)] });
}

const SQL = `
with told as (
  select distinct on ("intentId") "intentId" as id, "callSid" as call_sid
  from jsonb_to_recordset($1::jsonb) as t("intentId" uuid, "callSid" varchar) order by "intentId", "callSid"
),
news as materialized (
  select i.id, told.call_sid from call_intents i join told using (id)
  where i.call_sid is distinct from told.call_sid
    and not i.evidence @> jsonb_build_array(jsonb_build_object('call_sid', told.call_sid))
  order by i.id for update of i
)
update call_intents i set
  state = 'submitted', call_sid = coalesce(i.call_sid, news.call_sid), error = null, error_code = null,
  submitted_at = coalesce(i.submitted_at, now()), resolved_at = coalesce(i.resolved_at, now()), updated_at = now(),
  evidence = i.evidence || jsonb_build_object(
    'at', now(), 'step', case when i.call_sid is null then 'callback' else 'second-call' end, 'call_sid', news.call_sid,
    'was', i.state)
from news where i.id = news.id`;
