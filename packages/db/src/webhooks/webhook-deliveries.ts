import {
  REPLAYABLE_STATES,
  SETTLED_DELIVERY_STATES,
  UNDELIVERED_STATES,
  type DeliveryState,
} from '@trunkline/telephony/webhooks';
import type { Prisma } from '../generated/client.ts';
import { followsId, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import { inList } from '../connection/in-list.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** One message to one endpoint. */
export type WebhookDelivery = {
  id: string;
  endpointId: string;
  messageId: string;
  event: string;
  payload: object;
  state: DeliveryState;
  attempts: number;
  /** Null once the delivery is settled. */
  nextAttemptAt: Date | null;
  responseStatus: number | null;
  error: string | null;
  createdAt: Date;
  deliveredAt: Date | null;
};

const isPending = (state: string): boolean => (UNDELIVERED_STATES as readonly string[]).includes(state);
const toRow = (row: Prisma.WebhookDeliveryModel): WebhookDelivery => ({
  ...row,
  id: String(row.id),
  endpointId: String(row.endpointId),
  payload: row.payload as object,
  state: row.state as DeliveryState,
  nextAttemptAt: isPending(row.state) ? row.nextAttemptAt : null,
});

/** Adds a message without content, so that an integrator sees one arrive. */
export async function addTestDelivery(tx: Scoped, endpointId: string, messageId: string): Promise<WebhookDelivery> {
  const event = 'webhook.test';
  const payload = { type: event, timestamp: new Date().toISOString(), data: { endpoint_id: endpointId } };
  const data = { endpointId: BigInt(endpointId), messageId, event, payload };
  return toRow(await tx.prisma(({ webhookDelivery }) => webhookDelivery.create({ data })));
}

/**
 * Makes a delivery due at once, or when its endpoint's pause ends, with all its attempts before it; undefined where an
 * attempt is running. SQL: it is due by the database's clock, as the relay's claim is.
 */
export async function retryDelivery(tx: Scoped, id: string): Promise<WebhookDelivery | undefined> {
  const sql = `
    update webhook_deliveries d set state = 'queued', attempts = 0, next_attempt_at = greatest(now(), e.paused_until)
    from webhook_endpoints e where d.id = $1 and d.state <> 'sending' and e.id = d.endpoint_id`;
  const { rowCount } = await tx.query(sql, [id]);
  return rowCount === 1 ? findWebhookDelivery(tx, id) : undefined;
}

/** Makes every failed and missed delivery to an endpoint due at once, or those created since a time. Returns how many. */
export async function replayDeliveries(tx: Scoped, endpointId: string, since: Date | undefined): Promise<number> {
  const sql = `
    update webhook_deliveries set state = 'queued', attempts = 0, next_attempt_at = now()
    where endpoint_id = $1 and state in ${inList(REPLAYABLE_STATES)} and ($2::timestamptz is null or created_at >= $2)`;
  return (await tx.query(sql, [endpointId, since ?? null])).rowCount ?? 0;
}

export async function findWebhookDelivery(tx: Scoped, id: string): Promise<WebhookDelivery | undefined> {
  const found = await tx.prisma(({ webhookDelivery }) => webhookDelivery.findUnique({ where: { id: BigInt(id) } }));
  return found ? toRow(found) : undefined;
}

export type DeliveryFilter = {
  endpointId?: string | undefined;
  state?: DeliveryState | undefined;
  event?: string | undefined;
};

/** A page of deliveries, the latest first, after the one with this id. */
export async function listWebhookDeliveries(
  tx: Scoped,
  { endpointId, state, event }: DeliveryFilter,
  { after, limit }: PageAt,
): Promise<Page<WebhookDelivery>> {
  const ofEndpoint = endpointId === undefined ? {} : { endpointId: BigInt(endpointId) };
  const where = { ...given({ state, event }), ...ofEndpoint, ...followsId(after) };
  const rows = await tx.prisma(({ webhookDelivery }) =>
    webhookDelivery.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 }),
  );
  return toPage(rows.map(toRow), limit);
}

/** A message to an endpoint, which receives each message id once; `missed` while the endpoint is disabled. */
export type DeliveryToAdd = {
  endpointId: string;
  messageId: string;
  event: string;
  payload: object;
  state: Extract<DeliveryState, 'queued' | 'missed'>;
};

/** Adds deliveries, due at once or missed; a message that its endpoint has already is skipped. SQL: one insert of a batch. */
export async function addDeliveries(tx: Queryable, deliveries: readonly DeliveryToAdd[]): Promise<void> {
  if (deliveries.length > 0)
    await tx.query({ name: 'add-deliveries', text: ADD, values: [JSON.stringify(deliveries)] });
}

const ADD = `
insert into webhook_deliveries (endpoint_id, message_id, event, payload, state, error)
select "endpointId", "messageId", event, payload, state, case state when 'missed' then 'the endpoint was disabled' end
from jsonb_to_recordset($1::jsonb) as d("endpointId" bigint, "messageId" text, event text, payload jsonb, state text)
on conflict (endpoint_id, message_id) do nothing`;

/** Deletes at most `limit` settled deliveries that are older than 30 days; returns how many. SQL: in batches. */
export async function deleteExpiredDeliveries(db: Queryable, limit: number): Promise<number> {
  return (await db.query(DELETE_EXPIRED, [limit])).rowCount ?? 0;
}

const DELETE_EXPIRED = `
delete from webhook_deliveries where id = any(array(
  select id from webhook_deliveries
  where state in ${inList(SETTLED_DELIVERY_STATES)} and created_at < now() - interval '30 days' order by created_at limit $1))`;
