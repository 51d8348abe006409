import { SIREN_ALERT_SECONDS } from '@trunkline/telephony/live-control';
import type { Queryable } from '../connection/open-database.ts';
import { notifyStreamFor } from '../stream/notify-stream.ts';

/**
 * Alerts active sirens again that are due, a hundred at a time; returns how many. `skip locked`: two processes never alert
 * for the same due time.
 */
export async function alertSirensAgain(db: Queryable): Promise<number> {
  return (await db.query({ name: 'alert-sirens-again', text: SQL })).rowCount ?? 0;
}

/** The next alert is due from now on: missed ones are not made up for. */
const SQL = `
with due as (
  select id from siren_alerts where status = 'active' and next_alert_at <= now() order by next_alert_at limit 100
  for update skip locked
),
alerted as (
  update siren_alerts s set alerts = s.alerts + 1, next_alert_at = now() + interval '${SIREN_ALERT_SECONDS} seconds'
  from due where s.id = due.id returning s.id, s.call_id
),
emitted as (
  insert into stream_events (name, entity, entity_id, call_id) select 'siren.unanswered', 'siren', id, call_id from alerted
)
${notifyStreamFor('alerted')}`;
