import { DELIVERY_STATES } from '@trunkline/telephony/webhooks';
import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { paging, storedText } from '../http/request-values.ts';

const url = z
  .url({ protocol: /^https?$/, error: 'expected a URL with https' })
  .max(2000)
  .refine((text) => !/^\w+:\/\/[^/]*@/.test(text), { error: 'must hold no user and password: the signature proves us' })
  .describe('https; plain http only in development');
const events = z
  .array(z.string().regex(/^(?:\*|[a-z_]+\.(?:\*|[a-z_]+))$/, { error: 'expected such as *, siren.* or siren.raised' }))
  .min(1)
  .max(100)
  .describe('events that it is told, as the stream calls them: all of them, those of a kind, or by name');

/** Where events are told by Standard Webhooks. */
export const webhookEndpoint = z
  .object({
    id: rowId,
    url: z.string(),
    events: z.array(z.string()),
    is_active: z.boolean(),
    disabled_reason: z.string().nullable().describe('why it was switched off by what it answered'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'WebhookEndpoint' });

/** The one answer that has the secret. */
export const newWebhookEndpoint = z
  .object({ ...webhookEndpoint.shape, secret: z.string().describe('whsec_…, shown this once; verifies what we send') })
  .meta({ id: 'NewWebhookEndpoint' });

export const webhookEndpointsPage = listOf(webhookEndpoint).meta({ id: 'WebhookEndpointsPage' });
export const webhookEndpointsQuery = z.strictObject({ ...paging });

export const webhookEndpointBody = z.strictObject({ url, events }).meta({
  id: 'WebhookEndpointToCreate',
  example: { url: 'https://example.com/hooks/trunkline', events: ['siren.*'] },
});

export const webhookEndpointChange = z
  .strictObject({ url: url.optional(), events: events.optional(), is_active: z.boolean().optional() })
  .meta({ id: 'WebhookEndpointChange', example: { is_active: true } });

const state = z.enum(DELIVERY_STATES);

/** One message to one endpoint. */
export const webhookDelivery = z
  .object({
    id: rowId,
    endpoint_id: rowId,
    message_id: z.string().describe('webhook-id: the same in every attempt'),
    event: z.string().meta({ example: 'siren.raised' }),
    payload: anything,
    state,
    attempts: z.int(),
    next_attempt_at: timestamp.nullable(),
    response_status: z.int().nullable().describe('what the endpoint answered last'),
    error: z.string().nullable(),
    created_at: timestamp,
    delivered_at: timestamp.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const webhookDeliveriesPage = listOf(webhookDelivery).meta({ id: 'WebhookDeliveriesPage' });

export const webhookDeliveriesQuery = z.strictObject({
  endpoint_id: rowId.max(18).optional(),
  state: state.optional(),
  event: storedText(100).optional(),
  ...paging,
});
