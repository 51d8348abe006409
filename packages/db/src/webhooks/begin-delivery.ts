import type { Queryable } from '../connection/open-database.ts';
import type { DueDelivery } from './claim-due-deliveries.ts';

/** A delivery whose attempt this process makes. */
export type StartedDelivery = DueDelivery & {
  endpointId: string;
  url: string;
  /** The newest first; a second one while the previous secret is still valid. */
  secrets: string[];
  messageId: string;
  event: string;
  payload: { type: string; timestamp: string; data: object };
};

/**
 * Begins an attempt, for 30 s; undefined where another job began it, or the delivery is settled. SQL: the guard in the
 * statement makes a job that runs twice harmless.
 */
export async function beginDelivery(
  db: Queryable,
  { deliveryId, attempt }: DueDelivery,
): Promise<StartedDelivery | undefined> {
  const values = [deliveryId, attempt];
  return (await db.query<StartedDelivery>({ name: 'begin-delivery', text: SQL, values })).rows[0];
}

const SQL = `
update webhook_deliveries d set attempts = $2, next_attempt_at = now() + interval '30 seconds'
from webhook_endpoints e
where d.id = $1 and d.state = 'sending' and d.attempts = $2 - 1 and e.id = d.endpoint_id
  and e.state = 'active' and (e.paused_until is null or e.paused_until <= now())
returning d.id::text as "deliveryId", d.attempts as attempt, e.id::text as "endpointId", e.url,
  array_remove(array[e.secret, case when e.previous_secret_expires_at > now() then e.previous_secret end], null) as secrets,
  d.message_id as "messageId", d.event, d.payload`;
