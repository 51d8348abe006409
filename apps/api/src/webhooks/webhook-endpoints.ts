import { rowIdParam } from '@trunkline/api-contract/http';
import {
  createdWebhookEndpoint,
  webhookDelivery,
  webhookEndpoint,
  webhookEndpointChange,
  webhookEndpointsPage,
  webhookEndpointsQuery,
  webhookEndpointToCreate,
} from '@trunkline/api-contract/webhooks';
import type { Scoped } from '@trunkline/db/connection';
import {
  addTestDelivery,
  changeWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  listWebhookEndpoints,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '@trunkline/db/webhooks';
import { randomBytes, randomUUID } from 'node:crypto';
import type { ApiConfig } from '../config.ts';
import { isRowId } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { tag: 'Webhooks', permission: 'webhooks.manage' } as const;
const ofId = { id: rowIdParam('endpoint') };

export const webhookEndpointRoutes = ({ NODE_ENV }: Pick<ApiConfig, 'NODE_ENV'>): Route[] => {
  const requireHttps = (url: string | undefined): void => {
    if (NODE_ENV === 'production' && url?.startsWith('http:'))
      throw new Problem('validation_failed', 'url: must be https in production.');
  };
  return [
    route(
      {
        ...about,
        operationId: 'listWebhookEndpoints',
        method: 'get',
        path: '/api/webhook-endpoints',
        summary: 'List webhook endpoints',
        description: 'Lists the receivers of events, the latest first.',
        query: webhookEndpointsQuery,
        answers: { 200: webhookEndpointsPage },
      },
      async (context) => answerPage(context, (tx, at) => listWebhookEndpoints(tx, at)),
    ),
    route(
      {
        ...about,
        operationId: 'createWebhookEndpoint',
        method: 'post',
        path: '/api/webhook-endpoints',
        summary: 'Create a webhook endpoint',
        description:
          'Creates a receiver of events in the format of Standard Webhooks. Its secret is shown only in this answer. Events before the creation are not delivered.',
        body: webhookEndpointToCreate,
        sends: ['Location'],
        answers: { 201: createdWebhookEndpoint },
      },
      async ({ change, body, response }) => {
        requireHttps(body.url);
        const secret = `whsec_${randomBytes(32).toString('base64')}`;
        const entry = {
          event: 'webhook_endpoint.created',
          entity: ({ id }: WebhookEndpoint) => `webhook_endpoint:${id}`,
        };
        const row = await change(entry, (tx) => createWebhookEndpoint(tx, { ...body, secret }));
        response.location(`/api/webhook-endpoints/${row.id}`);
        return { status: 201, json: { ...present(row), secret } };
      },
    ),
    route(
      {
        ...about,
        operationId: 'getWebhookEndpoint',
        method: 'get',
        path: '/api/webhook-endpoints/:id',
        summary: 'Get a webhook endpoint',
        description: 'Returns a receiver of events, without its secret.',
        params: ofId,
        answers: { 200: webhookEndpoint },
      },
      async ({ read, params: { id } }) => ({ json: present(await read((tx) => getEndpoint(tx, id))) }),
    ),
    route(
      {
        ...about,
        operationId: 'changeWebhookEndpoint',
        method: 'patch',
        path: '/api/webhook-endpoints/:id',
        summary: 'Change a webhook endpoint',
        description:
          'Changes URL or events, or switches deliveries on or off. Fields that are left out keep their value. Events while it is off are not delivered later.',
        params: ofId,
        body: webhookEndpointChange,
        answers: { 200: webhookEndpoint },
      },
      async ({ change, body: { url, events, is_active: isActive }, params: { id } }) => {
        requireHttps(url);
        const entry = { event: 'webhook_endpoint.changed', entity: `webhook_endpoint:${id}` };
        const row = await change(entry, async (tx) => {
          const changed = isRowId(id) ? await changeWebhookEndpoint(tx, id, { url, events, isActive }) : undefined;
          return changed ?? unknownEndpoint();
        });
        return { json: present(row) };
      },
    ),
    route(
      {
        ...about,
        operationId: 'deleteWebhookEndpoint',
        method: 'delete',
        path: '/api/webhook-endpoints/:id',
        summary: 'Delete a webhook endpoint',
        description: 'Deletes a receiver of events and the messages that have not been delivered to it.',
        params: ofId,
        answers: { 200: webhookEndpoint },
      },
      async ({ change, params: { id } }) => {
        const entry = { event: 'webhook_endpoint.deleted', entity: `webhook_endpoint:${id}` };
        const row = await change(entry, async (tx) => {
          const found = await getEndpoint(tx, id);
          return (await deleteWebhookEndpoint(tx, found.id)) ? found : unknownEndpoint();
        });
        return { json: present(row) };
      },
    ),
    route(
      {
        ...about,
        operationId: 'testWebhookEndpoint',
        method: 'post',
        path: '/api/webhook-endpoints/:id/test',
        summary: 'Test a webhook endpoint',
        description: 'Sends the event webhook.test to the endpoint. The delivery shows what it answered.',
        params: ofId,
        sends: ['Location'],
        answers: { 202: webhookDelivery },
      },
      async ({ change, params: { id }, response }) => {
        const entry = {
          event: 'webhook_endpoint.tested',
          entity: ({ endpointId }: WebhookDelivery) => `webhook_endpoint:${endpointId}`,
        };
        const row = await change(entry, async (tx) => {
          const found = await getEndpoint(tx, id);
          if (!found.isActive)
            throw new Problem('invalid_state_transition', 'The endpoint is off. Switch it on first.');
          return addTestDelivery(tx, found.id, `msg_test_${randomUUID()}`);
        });
        response.location(`/api/webhook-deliveries/${row.id}`);
        return { status: 202, json: present(row) };
      },
    ),
  ];
};

const getEndpoint = async (tx: Scoped, id: string): Promise<WebhookEndpoint> =>
  (isRowId(id) ? await findWebhookEndpoint(tx, id) : undefined) ?? unknownEndpoint();

function unknownEndpoint(): never {
  throw new Problem('not_found', 'No webhook endpoint with this id is known.');
}
