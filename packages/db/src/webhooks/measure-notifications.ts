import { OPEN_SIREN_STATUSES } from '@trunkline/telephony/live-control';
import { UNDELIVERED_STATES } from '@trunkline/telephony/webhooks';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

/** Open sirens, undelivered webhooks, and the age of the oldest of these in seconds. */
export type MeasuredNotifications = { openSirens: number; undelivered: number; oldestSeconds: number };

/** Measures the backlog of notifications. SQL: one statement over three tables, every 10 s. */
export async function measureNotifications(db: Queryable): Promise<MeasuredNotifications> {
  return (await db.query<MeasuredNotifications>({ name: 'measure-notices', text: SQL })).rows[0]!;
}

const SQL = `
select (select count(*)::integer from siren_alerts where status in ${inList(OPEN_SIREN_STATUSES)}) as "openSirens",
  count(*)::integer as undelivered,
  coalesce(extract(epoch from now() - min(d.created_at)), 0)::float8 as "oldestSeconds"
from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
where d.state in ${inList(UNDELIVERED_STATES)} and e.state = 'active'`;
