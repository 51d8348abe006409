import { DELIVERY_STATES, DISABLED_AFTER, ENDPOINT_STATES, SECRET_OVERLAP_HOURS } from '@trunkline/telephony/webhooks';
import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { paging, time } from '../http/request-values.ts';
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
    is_active: described(z.boolean(), 'True if messages are delivered'),
    state: described(z.enum(ENDPOINT_STATES), 'active, disabled after failures, or switched off'),
    disabled_reason: described(z.string().nullable(), 'Why the endpoint was disabled', 'answered 410'),
    failures_in_a_row: described(
      z.int(),
      `Failed attempts since the last accepted one; ${DISABLED_AFTER.failures} of them, the first at least ${DISABLED_AFTER.minutes} minutes ago, disable the endpoint`,
      0,
    ),
    failing_since: described(timestamp.nullable(), 'Time of the first of these failures'),
    paused_until: described(timestamp.nullable(), 'No attempt is made before this time: the endpoint sent Retry-After'),
    previous_secret_expires_at: described(
      timestamp.nullable(),
      'Until then each message has a second signature, with the secret before the last rotation',
    ),
    remedy: described(z.string().nullable(), 'What to do about a disabled or failing endpoint; otherwise null'),
    runbook: described(z.string().nullable(), 'Page of the documents with more'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'WebhookEndpoint', description: 'A receiver of events, in the format of Standard Webhooks' });

/** Answers that contain the secret: of the creation and of a rotation. */
export const createdWebhookEndpoint = z
  .object({
    ...webhookEndpoint.shape,
    secret: described(z.string(), 'Key that verifies our signatures (whsec_…). It is not shown again'),
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

export const webhookSecretRotation = z
  .strictObject({
    previous_valid_hours: described(
      z.int().min(0).max(SECRET_OVERLAP_HOURS.most).default(SECRET_OVERLAP_HOURS.default),
      'Hours in which the previous secret signs too; 0 where it has leaked',
      SECRET_OVERLAP_HOURS.default,
    ),
  })
  .meta({ id: 'WebhookSecretRotation' });

export const webhookReplay = z
  .strictObject({
    since: described(
      time.optional(),
      'Only messages created since; default: of the last 30 days',
      '2026-01-31T14:00:00Z',
    ),
  })
  .meta({ id: 'WebhookReplay' });

export const replayedWebhooks = z
  .object({ endpoint_id: rowId, queued: described(z.int(), 'Number of messages that are due now', 42) })
  .meta({ id: 'ReplayedWebhooks' });

const state = described(
  z.enum(DELIVERY_STATES),
  'queued and sending are to come; failed was given up; missed is of the time while the endpoint was disabled',
);

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
