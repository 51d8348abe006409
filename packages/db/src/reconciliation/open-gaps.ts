import type { Queryable } from '../connection/open-database.ts';
import { NOTIFY_STREAM } from '../stream/notify-stream.ts';

/** A gap that is open, or healed while its callback may still arrive. */
export type OpenGap = {
  id: string;
  callSid: string;
  missing: string;
  sequence: number | null;
  recordingSid: string | null;
  isHealed: boolean;
};

export type SettledGap = { id: string; healedAt: string | null; healedBy: string | null; arrivedAt: string | null };

/** Gaps after `afterId` to check again: open ones, and those noticed since `noticedSince` whose callback has not arrived. */
export async function listOpenGaps(
  db: Queryable,
  noticedSince: Date,
  afterId: string,
  limit: number,
): Promise<OpenGap[]> {
  const { rows } = await db.query<OpenGap>({
    name: 'list-open-gaps',
    text: LIST,
    values: [noticedSince, afterId, limit],
  });
  return rows;
}

/** Records which gaps are healed and which callbacks arrived late; values that are set stay. */
export async function settleGaps(db: Queryable, settled: readonly SettledGap[], at: Date): Promise<void> {
  if (settled.length > 0) await db.query({ name: 'settle-gaps', text: SETTLE, values: [JSON.stringify(settled), at] });
}

const LIST = `
select id, call_sid as "callSid", missing, sequence, recording_sid as "recordingSid", healed_at is not null as "isHealed"
from callback_gaps
where id > $2::bigint and (healed_at is null or (noticed_at > $1 and arrived_at is null))
order by id limit $3`;

const SETTLE = `
with state as materialized (
  select * from jsonb_to_recordset($1::jsonb) as s("id" bigint, "healedAt" timestamptz, "healedBy" text, "arrivedAt" timestamptz)
),
open as materialized (select g.id from callback_gaps g join state s on s."id" = g.id where g.healed_at is null),
settled as (
update callback_gaps g set
  healed_at = coalesce(g.healed_at, s."healedAt"),
  healed_by = coalesce(g.healed_by, s."healedBy"),
  arrived_at = coalesce(g.arrived_at, s."arrivedAt"),
  updated_at = $2
from state s where g.id = s."id"
returning g.id, g.call_sid, g.healed_at
),
emitted as (
  insert into stream_events (name, entity, entity_id, call_id)
  select 'gap.healed', 'gap', s.id::text, c.id
  from settled s join open using (id) left join calls c using (call_sid) where s.healed_at is not null
)
${NOTIFY_STREAM}`;
