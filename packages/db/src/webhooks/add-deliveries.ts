import type { Queryable } from '../connection/open-database.ts';

/** What an endpoint is to be told. An endpoint is told a message once, by its id. */
export type DeliveryToAdd = { endpointId: string; messageId: string; event: string; payload: object };

/** Adds deliveries, due at once; those that are there already are left alone. Not Prisma: many rows, and `on conflict`. */
export async function addDeliveries(db: Queryable, deliveries: readonly DeliveryToAdd[]): Promise<void> {
  if (deliveries.length > 0)
    await db.query({ name: 'add-deliveries', text: SQL, values: [JSON.stringify(deliveries)] });
}

const SQL = `
insert into webhook_deliveries (endpoint_id, message_id, event, payload)
select "endpointId", "messageId", event, payload
from jsonb_to_recordset($1::jsonb) as d("endpointId" bigint, "messageId" text, event text, payload jsonb)
on conflict (endpoint_id, message_id) do nothing`;
