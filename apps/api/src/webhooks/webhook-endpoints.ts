import { rowIdParam } from '@trunkline/api-contract/http';
import {
  createdWebhookEndpoint,
  replayedWebhooks,
  webhookDelivery,
  webhookEndpoint,
  webhookEndpointChange,
  webhookEndpointsPage,
  webhookEndpointsQuery,
  webhookEndpointToCreate,
  webhookReplay,
  webhookSecretRotation,
} from '@trunkline/api-contract/webhooks';
import type { Scoped } from '@trunkline/db/connection';
import {
  addTestDelivery,
  changeWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  listWebhookEndpoints,
  replayDeliveries,
  rotateWebhookSecret,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '@trunkline/db/webhooks';
import { remedyOfEndpoint } from '@trunkline/telephony/webhooks';
import { randomBytes, randomUUID } from 'node:crypto';
import type { ApiConfig } from '../config.ts';
import { isRowId } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { refuseUnreachable, webhookRules } from '../http/refuse-unreachable.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { tag: 'Webhooks', permission: 'webhooks.manage' } as const;
const ofId = { id: rowIdParam('endpoint') };

/** The key of a new signature, in the notation of Standard Webhooks. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export const webhookEndpointRoutes = (config: ApiConfig): Route[] => [
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
    async (context) => answerPage(context, (tx, at) => listWebhookEndpoints(tx, at), { item: presentEndpoint }),
  ),
  route(
    {
      ...about,
      operationId: 'createWebhookEndpoint',
      method: 'post',
      path: '/api/webhook-endpoints',
      summary: 'Create a webhook endpoint',
      description:
        'Creates a receiver of events in the format of Standard Webhooks. Its secret is shown only in this answer. Events before the creation are not delivered. A URL that could never be reached is refused (422).',
      body: webhookEndpointToCreate,
      sends: ['Location'],
      answers: { 201: createdWebhookEndpoint },
    },
    async ({ change, body, response }) => {
      await refuseUnreachable(body.url, webhookRules(config));
      const secret = newSecret();
      const entry = {
        event: 'webhook_endpoint.created',
        entity: ({ id }: WebhookEndpoint) => `webhook_endpoint:${id}`,
      };
      const row = await change(entry, (tx) => createWebhookEndpoint(tx, { ...body, secret }));
      response.location(`/api/webhook-endpoints/${row.id}`);
      return { status: 201, json: { ...presentEndpoint(row), secret } };
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
    async ({ read, params: { id } }) => ({ json: presentEndpoint(await read((tx) => getEndpoint(tx, id))) }),
  ),
  route(
    {
      ...about,
      operationId: 'changeWebhookEndpoint',
      method: 'patch',
      path: '/api/webhook-endpoints/:id',
      summary: 'Change a webhook endpoint',
      description:
        'Changes URL or events, or switches deliveries on or off. Fields that are left out keep their value. `is_active: true` also enables an endpoint that its failures disabled: what it missed can be replayed. Events while it is switched off are not kept.',
      params: ofId,
      body: webhookEndpointChange,
      answers: { 200: webhookEndpoint },
    },
    async ({ read, change, body: { url, events, is_active: isActive }, params: { id } }) => {
      const requested = url ?? (isActive ? (await read((tx) => getEndpoint(tx, id))).url : undefined);
      if (requested !== undefined) await refuseUnreachable(requested, webhookRules(config));
      const entry = { event: 'webhook_endpoint.changed', entity: `webhook_endpoint:${id}` };
      const row = await change(entry, async (tx) => {
        const changed = isRowId(id) ? await changeWebhookEndpoint(tx, id, { url, events, isActive }) : undefined;
        return changed ?? unknownEndpoint();
      });
      return { json: presentEndpoint(row) };
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
      return { json: presentEndpoint(row) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'rotateWebhookSecret',
      method: 'post',
      path: '/api/webhook-endpoints/:id/rotate-secret',
      summary: 'Rotate the secret of a webhook endpoint',
      description:
        'Makes a new secret, shown only in this answer. Until previous_secret_expires_at each message carries two signatures, with the new and the previous secret, so that the receiver can change at any time between.',
      params: ofId,
      body: webhookSecretRotation,
      bodyIsOptional: true,
      answers: { 200: createdWebhookEndpoint },
    },
    async ({ change, body, params: { id } }) => {
      const secret = newSecret();
      const entry = { event: 'webhook_endpoint.secret_rotated', entity: `webhook_endpoint:${id}` };
      const row = await change(entry, async (tx) => {
        const { id: endpointId } = await getEndpoint(tx, id);
        const rotation = { secret, overlapHours: body.previous_valid_hours };
        return (await rotateWebhookSecret(tx, endpointId, rotation)) ?? unknownEndpoint();
      });
      return { json: { ...presentEndpoint(row), secret } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'replayWebhookEndpoint',
      method: 'post',
      path: '/api/webhook-endpoints/:id/replay',
      summary: 'Replay what a webhook endpoint missed',
      description:
        'Delivers all failed and missed messages of the endpoint again, each under its webhook-id. Not possible while the endpoint is disabled or off (409).',
      params: ofId,
      body: webhookReplay,
      bodyIsOptional: true,
      answers: { 202: replayedWebhooks },
    },
    async ({ change, body, params: { id } }) => {
      const entry = { event: 'webhook_endpoint.replayed', entity: `webhook_endpoint:${id}` };
      const queued = await change(entry, async (tx) => {
        const endpoint = await getEndpoint(tx, id);
        if (!endpoint.isActive) throw notActive();
        return replayDeliveries(tx, endpoint.id, body.since);
      });
      return { status: 202, json: { endpoint_id: id, queued } };
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
        if (!found.isActive) throw notActive();
        return addTestDelivery(tx, found.id, `msg_test_${randomUUID()}`);
      });
      response.location(`/api/webhook-deliveries/${row.id}`);
      return { status: 202, json: present(row) };
    },
  ),
];

/** The refusal of messages to an endpoint that gets none. */
export const notActive = (): Problem =>
  new Problem(
    'invalid_state_transition',
    'The endpoint is disabled or off. Enable it first: PATCH /api/webhook-endpoints/ID with {"is_active": true}.',
  );

const presentEndpoint = (row: WebhookEndpoint): object => ({
  ...present(row),
  ...(remedyOfEndpoint(row) ?? { remedy: null, runbook: null }),
});

const getEndpoint = async (tx: Scoped, id: string): Promise<WebhookEndpoint> =>
  (isRowId(id) ? await findWebhookEndpoint(tx, id) : undefined) ?? unknownEndpoint();

function unknownEndpoint(): never {
  throw new Problem('not_found', 'No webhook endpoint with this id is known.');
}
