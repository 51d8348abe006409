import type { Queryable } from '../connection/open-database.ts';
import { notifyStreamFor } from '../stream/notify-stream.ts';

/**
 * Alerts again every siren that nobody has acknowledged for half a minute; returns how many. Two copies never alert for
 * one due time: the row is locked, and due no more. Not Prisma: `skip locked`.
 */
export async function alertSirensAgain(db: Queryable): Promise<number> {
  return (await db.query({ name: 'alert-sirens-again', text: SQL })).rowCount ?? 0;
}

/** The next time counts from now: whoever was away does not make up for what was missed. */
const SQL = `
with due as (
  select id from siren_alerts where status = 'active' and next_alert_at <= now() order by next_alert_at limit 100
  for update skip locked
),
alerted as (
  update siren_alerts s set alerts = s.alerts + 1, next_alert_at = now() + interval '30 seconds'
  from due where s.id = due.id returning s.id, s.call_id
),
told as (
  insert into stream_events (name, entity, entity_id, call_id) select 'siren.unanswered', 'siren', id, call_id from alerted
)
${notifyStreamFor('alerted')}`;
