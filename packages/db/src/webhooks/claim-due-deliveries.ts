import { UNDELIVERED_STATES } from '@trunkline/telephony/webhooks';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

/** A delivery, and the number of the attempt to begin. */
export type DueDelivery = { deliveryId: string; attempt: number };

/** A limit per endpoint, so that one that does not answer delays no other. */
const IN_FLIGHT_PER_ENDPOINT = 20;

/**
 * Claims up to `limit` deliveries that are due, or whose claim has lapsed, for 30 s, to endpoints that are active and have
 * not asked to wait. Two relays never get the same one.
 * SQL: `skip locked`.
 */
export async function claimDueDeliveries(db: Queryable, limit: number): Promise<DueDelivery[]> {
  const values = [limit, IN_FLIGHT_PER_ENDPOINT];
  return (await db.query<DueDelivery>({ name: 'claim-due-deliveries', text: SQL, values })).rows;
}

const SQL = `
with due as (
  select d.id from webhook_endpoints e
  cross join lateral (
    select w.id from webhook_deliveries w
    where w.endpoint_id = e.id and w.state in ${inList(UNDELIVERED_STATES)} and w.next_attempt_at <= now()
    order by w.next_attempt_at
    limit greatest(0, $2 - (
      select count(*) from webhook_deliveries u where u.endpoint_id = e.id and u.state = 'sending' and u.next_attempt_at > now()))
    for update skip locked
  ) d
  where e.state = 'active' and (e.paused_until is null or e.paused_until <= now()) limit $1
)
update webhook_deliveries d set state = 'sending', next_attempt_at = now() + interval '30 seconds'
from due where d.id = due.id
returning d.id::text as "deliveryId", d.attempts + 1 as attempt`;
