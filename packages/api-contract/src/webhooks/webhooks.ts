import { DELIVERY_STATES } from '@trunkline/telephony/webhooks';
import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { paging } from '../http/request-values.ts';
import { STREAM_EVENT_NAMES } from '../stream/stream-events.ts';

const url = described(
  z
    .url({ protocol: /^https?$/, error: 'expected a URL with https' })
    .max(2000)
    .refine((text) => !/^\w+:\/\/[^/]*@/.test(text), {
      error: 'must not contain user and password: the signature authenticates the request',
    }),
  'Where events are sent. It must be https in production',
  'https://example.com/hooks/trunkline',
);
const events = described(
  z
    .array(
      z.string().regex(/^(?:\*|[a-z_]+\.(?:\*|[a-z_]+))$/, { error: 'expected such as *, siren.* or siren.raised' }),
    )
    .min(1)
    .max(100),
  'Events to send, by the names of the event stream: all (*), those of a noun (siren.*), or single ones',
  ['siren.*'],
);

export const webhookEndpoint = z
  .object({
    id: rowId,
    url: z.string(),
    events: z.array(z.string()),
    is_active: z.boolean(),
    disabled_reason: described(z.string().nullable(), 'Why deliveries were switched off, if the endpoint caused it'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'WebhookEndpoint', description: 'A receiver of events, in the format of Standard Webhooks' });

/** The only answer that contains the secret. */
export const createdWebhookEndpoint = z
  .object({
    ...webhookEndpoint.shape,
    secret: described(z.string(), 'Key that verifies our signatures (whsec_…). It is shown only in this answer'),
  })
  .meta({ id: 'CreatedWebhookEndpoint' });

export const webhookEndpointsPage = listOf(webhookEndpoint).meta({ id: 'WebhookEndpointsPage' });
export const webhookEndpointsQuery = z.strictObject({ ...paging });

export const webhookEndpointToCreate = z.strictObject({ url, events }).meta({ id: 'WebhookEndpointToCreate' });

export const webhookEndpointChange = z
  .strictObject({
    url: url.optional(),
    events: events.optional(),
    is_active: described(z.boolean().optional(), 'False stops deliveries, true resumes them', true),
  })
  .meta({ id: 'WebhookEndpointChange' });

const state = z.enum(DELIVERY_STATES);

/** One message to one endpoint. */
export const webhookDelivery = z
  .object({
    id: rowId,
    endpoint_id: rowId,
    message_id: described(z.string(), 'The header webhook-id: the same in every attempt'),
    event: described(z.string(), 'Name of the event', 'siren.raised'),
    payload: anything,
    state,
    attempts: described(z.int(), 'Number of requests to the endpoint'),
    next_attempt_at: timestamp.nullable(),
    response_status: described(z.int().nullable(), 'HTTP status of the last attempt; null without an answer'),
    error: z.string().nullable(),
    created_at: timestamp,
    delivered_at: timestamp.nullable(),
  })
  .meta({ id: 'WebhookDelivery', description: 'One message to one endpoint' });

export const webhookDeliveriesPage = listOf(webhookDelivery).meta({ id: 'WebhookDeliveriesPage' });

export const webhookDeliveriesQuery = z.strictObject({
  endpoint_id: described(rowId.max(18).optional(), 'Only deliveries to the endpoint with this id', '42'),
  state: described(state.optional(), 'Only deliveries in this state', 'failed'),
  event: described(
    z.enum([...STREAM_EVENT_NAMES, 'webhook.test']).optional(),
    'Only deliveries of the event with this name',
    'siren.raised',
  ),
  ...paging,
});
