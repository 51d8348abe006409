import {
  newWebhookEndpoint,
  webhookDelivery,
  webhookEndpoint,
  webhookEndpointBody,
  webhookEndpointChange,
  webhookEndpointsPage,
  webhookEndpointsQuery,
} from '@trunkline/api-contract/webhooks';
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
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { isInboxId } from '../inbox/inbox.ts';

const about = { tag: 'Webhooks', permission: 'webhooks.manage' } as const;

/** `/webhook-endpoints`: where else events are told, in the format of Standard Webhooks; `worker-notify` tells them. */
export const webhookEndpointRoutes = ({ NODE_ENV }: Pick<ApiConfig, 'NODE_ENV'>): Route[] => {
  const checkUrl = (url: string | undefined): void => {
    if (NODE_ENV === 'production' && url?.startsWith('http:'))
      throw new Problem('validation_failed', 'url: must be https in production.');
  };
  return [
    route(
      {
        ...about,
        method: 'get',
        path: '/api/webhook-endpoints',
        summary: 'Endpoints, the latest first',
        query: webhookEndpointsQuery,
        answers: { 200: webhookEndpointsPage },
      },
      async ({ read, query: { limit }, request, response }) => {
        const after = readCursor(request)?.after ?? null;
        const rows = await read((tx) => listWebhookEndpoints(tx, { after, limit: limit + 1 }));
        const shown = rows.slice(0, limit);
        const last = rows.length > limit ? { after: shown.at(-1)!.id, from: null } : null;
        return { json: { data: shown.map(present), page: pageOf(request, response, limit, last) } };
      },
    ),
    route(
      {
        ...about,
        method: 'post',
        path: '/api/webhook-endpoints',
        summary: 'Add an endpoint; its secret is in this answer and nowhere else',
        body: webhookEndpointBody,
        answers: { 201: newWebhookEndpoint },
      },
      async ({ change, body, response }) => {
        checkUrl(body.url);
        const secret = `whsec_${randomBytes(32).toString('base64')}`;
        const created = {
          event: 'webhook_endpoint.created',
          entity: ({ id }: WebhookEndpoint) => `webhook_endpoint:${id}`,
        };
        const row = await change(created, (tx) => createWebhookEndpoint(tx, { ...body, secret }));
        response.location(`/api/webhook-endpoints/${row.id}`);
        return { status: 201, json: { ...present(row), secret } };
      },
    ),
    route(
      {
        ...about,
        method: 'get',
        path: '/api/webhook-endpoints/:id',
        summary: 'One endpoint',
        answers: { 200: webhookEndpoint },
      },
      async ({ read, params }) => ({
        json: present((await read((tx) => findWebhookEndpoint(tx, idOf(params)))) ?? unknown()),
      }),
    ),
    route(
      {
        ...about,
        method: 'patch',
        path: '/api/webhook-endpoints/:id',
        summary: 'Change an endpoint, or switch it on or off; what is not given stays',
        body: webhookEndpointChange,
        answers: { 200: webhookEndpoint },
      },
      async ({ change, body: { url, events, is_active: isActive }, params }) => {
        checkUrl(url);
        const changed = { event: 'webhook_endpoint.changed', entity: `webhook_endpoint:${params['id']}` };
        const row = await change(
          changed,
          async (tx) => (await changeWebhookEndpoint(tx, idOf(params), { url, events, isActive })) ?? unknown(),
        );
        return { json: present(row) };
      },
    ),
    route(
      {
        ...about,
        method: 'delete',
        path: '/api/webhook-endpoints/:id',
        summary: 'Delete an endpoint, with what it was still to be told',
        answers: { 200: webhookEndpoint },
      },
      async ({ change, params }) => {
        const deleted = { event: 'webhook_endpoint.deleted', entity: `webhook_endpoint:${params['id']}` };
        const row = await change(deleted, async (tx) => {
          const found = (await findWebhookEndpoint(tx, idOf(params))) ?? unknown();
          return (await deleteWebhookEndpoint(tx, found.id)) ? found : unknown();
        });
        return { json: present(row) };
      },
    ),
    route(
      {
        ...about,
        method: 'post',
        path: '/api/webhook-endpoints/:id/test',
        summary: 'Send it the event webhook.test',
        answers: { 202: webhookDelivery },
      },
      async ({ change, params, response }) => {
        const asked = {
          event: 'webhook_endpoint.tested',
          entity: ({ endpointId }: WebhookDelivery) => `webhook_endpoint:${endpointId}`,
        };
        const row = await change(asked, async (tx) => {
          const found = (await findWebhookEndpoint(tx, idOf(params))) ?? unknown();
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

function idOf({ id = '' }: Readonly<Record<string, string>>): string {
  return isInboxId(id) ? id : unknown();
}

function unknown(): never {
  throw new Problem('not_found', 'No webhook endpoint with this id is known.');
}
