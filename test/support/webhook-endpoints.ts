import { unscoped, type Database } from '@trunkline/db/connection';
import { createWebhookEndpoint, type WebhookEndpoint } from '@trunkline/db/webhooks';

/** The secret that test endpoints' deliveries are signed with. */
export const TEST_SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;

/** Adds an endpoint created an hour ago, so that it gets events of the test. */
export async function addEndpoint(db: Database, url: string, events: string[] = ['*']): Promise<WebhookEndpoint> {
  const endpoint = await createWebhookEndpoint(unscoped(db), { url, secret: TEST_SECRET, events });
  await db.pool.query(`update webhook_endpoints set created_at = now() - interval '1 hour' where id = $1`, [
    endpoint.id,
  ]);
  return endpoint;
}

/** Adds a live call, on which sirens can be raised; returns its id. */
export async function addCall(db: Database, n: number): Promise<string> {
  const { rows } = await db.pool.query<{ id: string }>(
    `insert into calls (call_sid, status, direction, sip_or_pstn, from_number, to_number, created_at, updated_at)
    values ($1, 'in-progress', 'outbound', 'pstn', '+16175006181', '+15085140320', now(), now()) returning id::text`,
    [`CA${`${n}`.padStart(32, '0')}`],
  );
  return rows[0]!.id;
}
