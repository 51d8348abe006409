import { STOPPED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { STREAM_CHANNEL } from '../stream/notify-stream.ts';

/** The fingerprint of a row of the inbox; computed where it is not written yet. */
export const FINGERPRINT = `coalesce(fingerprint, error_fingerprint(
  case processing_status when 'dead_letter' then 'apply' else 'receipt' end, event_type, error))`;

/**
 * Writes the fingerprints of up to `limit` rows that wait for a person and have none, and emits one event per state with
 * their number and the newest five. Neither ingest nor worker-status does more for them. Returns how many there were.
 */
export async function fingerprintStopped(db: Queryable, limit: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>({ name: 'fingerprint-stopped', text: SQL, values: [limit] });
  return rows[0]!.count;
}

const SQL = `
with fresh as materialized (
  select id from twilio_webhook_inbox
  where processing_status in ${inList(STOPPED_INBOX_STATES)} and fingerprint is null
  order by id limit $1 for update skip locked
),
printed as (
  update twilio_webhook_inbox set fingerprint = ${FINGERPRINT}
  where id = any(array(select id from fresh)) returning id, processing_status as state
),
counted as (
  select state, count(*) as count, (array_agg(id order by id desc))[1:5] as ids from printed group by state
),
emitted as (
  insert into stream_events (name, entity, entity_id)
  select case state when 'dead_letter' then 'callback.dead_lettered' else 'callback.quarantined' end,
    'callbacks', count || ':' || array_to_string(ids, ',')
  from counted returning id
)
select (select count(*) from printed)::integer as count,
  case when exists (select from emitted) then pg_notify('${STREAM_CHANNEL}', '') end as notified`;
