import { webhookDeliveriesPage, webhookDeliveriesQuery, webhookDelivery } from '@trunkline/api-contract/webhooks';
import type { Scoped } from '@trunkline/db/connection';
import {
  findWebhookDelivery,
  findWebhookEndpoint,
  listWebhookDeliveries,
  retryDelivery,
  type WebhookDelivery,
} from '@trunkline/db/webhooks';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { isInboxId } from '../inbox/inbox.ts';

const about = { tag: 'Webhooks', permission: 'webhooks.manage' } as const;

/** `/webhook-deliveries`: what was told to which endpoint, what it answered, and once more. */
export const webhookDeliveryRoutes = (): Route[] => [
  route(
    {
      ...about,
      method: 'get',
      path: '/api/webhook-deliveries',
      summary: 'Deliveries, the latest first',
      query: webhookDeliveriesQuery,
      answers: { 200: webhookDeliveriesPage },
    },
    async ({ read, query, request, response }) => {
      const { endpoint_id: endpointId, state, event, limit } = query;
      const after = readCursor(request)?.after ?? null;
      const { rows, hasMore } = await read((tx) =>
        listWebhookDeliveries(tx, { endpointId, state, event }, { after, limit }),
      );
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      return { json: { data: rows.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    {
      ...about,
      method: 'get',
      path: '/api/webhook-deliveries/:id',
      summary: 'One delivery',
      answers: { 200: webhookDelivery },
    },
    async ({ read, params }) => ({ json: present(await read((tx) => getDelivery(tx, params['id']!))) }),
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/webhook-deliveries/:id/retry',
      summary: 'Deliver again, at once, under the same webhook-id',
      answers: { 202: webhookDelivery },
    },
    async ({ change, params }) => {
      const retried = { event: 'webhook_delivery.retried', entity: `webhook_delivery:${params['id']}` };
      const row = await change(retried, async (tx) => {
        const { id, endpointId } = await getDelivery(tx, params['id']!);
        const endpoint = await findWebhookEndpoint(tx, endpointId);
        if (!endpoint?.isActive) throw new Problem('invalid_state_transition', 'The endpoint is off.');
        const queued = await retryDelivery(tx, id);
        if (!queued) throw new Problem('invalid_state_transition', 'It is being delivered now.');
        return queued;
      });
      return { status: 202, json: present(row) };
    },
  ),
];

async function getDelivery(tx: Scoped, id: string): Promise<WebhookDelivery> {
  const found = isInboxId(id) ? await findWebhookDelivery(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No webhook delivery with this id is known.');
  return found;
}
