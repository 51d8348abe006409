import { UNDELIVERED_STATES, type DeliveryState } from '@trunkline/telephony/webhooks';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { toPage } from '../connection/latest-first.ts';

/** One message to one endpoint. */
export type WebhookDelivery = {
  id: string;
  endpointId: string;
  messageId: string;
  event: string;
  payload: object;
  state: DeliveryState;
  attempts: number;
  /** When it is tried next; null once it is settled. */
  nextAttemptAt: Date | null;
  responseStatus: number | null;
  error: string | null;
  createdAt: Date;
  deliveredAt: Date | null;
};

const COLUMNS = `
  id::text, endpoint_id::text as "endpointId", message_id as "messageId", event, payload, state, attempts,
  case when state in ${inList(UNDELIVERED_STATES)} then next_attempt_at end as "nextAttemptAt", response_status as "responseStatus",
  error, created_at as "createdAt", delivered_at as "deliveredAt"`;

/** Adds a message that tells nothing, so that somebody sees it arrive. */
export async function addTestDelivery(db: Queryable, endpointId: string, messageId: string) {
  const sql = `
    insert into webhook_deliveries (endpoint_id, message_id, event, payload)
    values ($1::bigint, $2, 'webhook.test', jsonb_build_object('type', 'webhook.test', 'timestamp',
      to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', jsonb_build_object('endpointId', $1::text)))
    returning ${COLUMNS}`;
  return (await db.query<WebhookDelivery>(sql, [endpointId, messageId])).rows[0]!;
}

/** Makes a delivery due at once, with all its tries before it; undefined while it is being made. */
export async function retryDelivery(db: Queryable, id: string): Promise<WebhookDelivery | undefined> {
  const sql = `
    update webhook_deliveries set state = 'queued', attempts = 0, next_attempt_at = now()
    where id = $1 and state <> 'sending' returning ${COLUMNS}`;
  return (await db.query<WebhookDelivery>(sql, [id])).rows[0];
}

export async function findWebhookDelivery(db: Queryable, id: string): Promise<WebhookDelivery | undefined> {
  return (await db.query<WebhookDelivery>(`select ${COLUMNS} from webhook_deliveries where id = $1`, [id])).rows[0];
}

export type DeliveryFilter = {
  endpointId?: string | undefined;
  state?: DeliveryState | undefined;
  event?: string | undefined;
};

/** A page of deliveries, the latest first, after the one with this id. */
export async function listWebhookDeliveries(
  db: Queryable,
  { endpointId, state, event }: DeliveryFilter,
  { after = null, limit }: { after?: string | null; limit: number },
): Promise<{ rows: WebhookDelivery[]; hasMore: boolean }> {
  const sql = `
    select ${COLUMNS} from webhook_deliveries
    where ($1::bigint is null or id < $1) and ($2::bigint is null or endpoint_id = $2)
      and ($3::text is null or state = $3) and ($4::text is null or event = $4)
    order by webhook_deliveries.id desc limit $5`;
  const values = [after, endpointId ?? null, state ?? null, event ?? null, limit + 1];
  return toPage((await db.query<WebhookDelivery>(sql, values)).rows, limit);
}
