import type { Queryable } from '@trunkline/db/connection';
import { fillInbox } from './fill-inbox.ts';

const AT_ONCE = 100_000;

/** Fills the inbox up to `rows` finished callbacks, with their events and calls, as if they had been applied. */
export async function growInbox(db: Queryable, rows: number, say: (rows: number) => void): Promise<void> {
  const { rows: found } = await db.query<{ count: number }>(
    'select count(*)::integer as count from twilio_webhook_inbox',
  );
  for (let count = found[0]!.count; count < rows;) {
    const ids = await fillInbox(db, Math.min(AT_ONCE, rows - count));
    await db.query(FINISH, [ids]);
    count += ids.length;
    if (count % 500_000 < AT_ONCE) say(count);
  }
  await db.query('vacuum analyze');
  await db.query('checkpoint'); // what was prepared is no burden on what is measured
}

const FINISH = `
with done as (
  update twilio_webhook_inbox set processing_status = 'completed', processed_at = now()
  where id = any($1::bigint[]) returning *
),
event as (
  insert into call_events (inbox_id, call_sid, event_type, event_status, event_time, observed_at, source, verdict, fact, payload)
  select id, call_sid, 'call.status_changed', payload ->> 'CallStatus', received_at, received_at, 'webhook', 'applied',
    jsonb_build_object('key', dedupe_key, 'kind', 'call-status', 'source', 'webhook', 'callSid', call_sid,
      'status', payload ->> 'CallStatus', 'sequence', (payload ->> 'SequenceNumber')::integer, 'occurredAt', null,
      'observedAt', received_at, 'values', jsonb_build_object('fromNumber', payload ->> 'From', 'toNumber', payload ->> 'To')),
    payload
  from done order by id
)
insert into calls (call_sid, status, direction, from_number, to_number, is_final, version)
select distinct call_sid, 'completed', 'outbound', payload ->> 'From', payload ->> 'To', true, 4 from done
on conflict (call_sid) do nothing`;
