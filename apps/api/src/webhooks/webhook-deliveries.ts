import { rowIdParam } from '@trunkline/api-contract/http';
import { webhookDeliveriesPage, webhookDeliveriesQuery, webhookDelivery } from '@trunkline/api-contract/webhooks';
import type { Scoped } from '@trunkline/db/connection';
import {
  findWebhookDelivery,
  findWebhookEndpoint,
  listWebhookDeliveries,
  retryDelivery,
  type WebhookDelivery,
} from '@trunkline/db/webhooks';
import { isRowId } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { notActive } from './webhook-endpoints.ts';

const about = { tag: 'Webhooks', permission: 'webhooks.manage' } as const;
const ofId = { id: rowIdParam('delivery') };

export const webhookDeliveryRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listWebhookDeliveries',
      method: 'get',
      path: '/api/webhook-deliveries',
      summary: 'List webhook deliveries',
      description: 'Lists messages to webhook endpoints, the latest first, with their attempts and the last answer.',
      query: webhookDeliveriesQuery,
      answers: { 200: webhookDeliveriesPage },
    },
    async (context) => {
      const { endpoint_id: endpointId, state, event } = context.query;
      return answerPage(context, (tx, at) => listWebhookDeliveries(tx, { endpointId, state, event }, at));
    },
  ),
  route(
    {
      ...about,
      operationId: 'getWebhookDelivery',
      method: 'get',
      path: '/api/webhook-deliveries/:id',
      summary: 'Get a webhook delivery',
      description: 'Returns a message to a webhook endpoint with its payload.',
      params: ofId,
      answers: { 200: webhookDelivery },
    },
    async ({ read, params: { id } }) => ({ json: present(await read((tx) => getDelivery(tx, id))) }),
  ),
  route(
    {
      ...about,
      operationId: 'retryWebhookDelivery',
      method: 'post',
      path: '/api/webhook-deliveries/:id/retry',
      summary: 'Retry a webhook delivery',
      description:
        'Delivers a message again at once, under the same webhook-id; after paused_until where the endpoint has asked to wait. Not possible while it is being delivered, or if its endpoint is disabled or off (409).',
      params: ofId,
      answers: { 202: webhookDelivery },
    },
    async ({ change, params }) => {
      const entry = { event: 'webhook_delivery.retried', entity: `webhook_delivery:${params.id}` };
      const row = await change(entry, async (tx) => {
        const { id, endpointId } = await getDelivery(tx, params.id);
        const endpoint = await findWebhookEndpoint(tx, endpointId);
        if (!endpoint?.isActive) throw notActive();
        const queued = await retryDelivery(tx, id);
        if (!queued)
          throw new Problem(
            'invalid_state_transition',
            'The message is being delivered now. Retry when it has failed.',
          );
        return queued;
      });
      return { status: 202, json: present(row) };
    },
  ),
];

async function getDelivery(tx: Scoped, id: string): Promise<WebhookDelivery> {
  const found = isRowId(id) ? await findWebhookDelivery(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No webhook delivery with this id is known.');
  return found;
}
