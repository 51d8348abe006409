import { DISABLED_AFTER } from '@trunkline/telephony/webhooks';
import type { Queryable } from '../connection/open-database.ts';
import { STREAM_CHANNEL } from '../stream/notify-stream.ts';
import type { StartedDelivery } from './begin-delivery.ts';

/**
 * What an attempt says of the endpoint: `reached` ends a row of failures, `failing` adds one to it, `waiting` is neither
 * and may pause the endpoint, `disabled` ends all attempts at once.
 */
export type EndpointEffect =
  | { kind: 'reached' | 'failing' | 'disabled' }
  | { kind: 'waiting'; pauseSeconds: number | null };

/** The outcome of an attempt. */
export type DeliveryOutcome = { responseStatus: number | null; endpoint: EndpointEffect } & (
  | { state: 'delivered' }
  | { state: 'queued'; error: string; delaySeconds: number }
  | { state: 'failed'; error: string }
);

/**
 * Settles an attempt, unless another one has begun since, and counts it at its endpoint. Returns the reason where this
 * attempt disabled the endpoint, with an event in the stream. SQL: guards and counts are in one statement, so that of many
 * attempts at once exactly one disables it.
 */
export async function settleDelivery(
  db: Queryable,
  { deliveryId, attempt }: Pick<StartedDelivery, 'deliveryId' | 'attempt'>,
  outcome: DeliveryOutcome,
): Promise<string | undefined> {
  const { state, responseStatus, endpoint } = outcome;
  const delay = state === 'queued' ? outcome.delaySeconds : 0;
  const error = state === 'delivered' ? null : outcome.error;
  const pause = endpoint.kind === 'waiting' ? endpoint.pauseSeconds : null;
  const values = [deliveryId, attempt, state, responseStatus, error, delay, endpoint.kind, pause];
  return (await db.query<{ reason: string }>({ name: 'settle-delivery', text: SQL, values })).rows[0]?.reason;
}

const ENDS_A_ROW = `($7 = 'failing' and e.failures_in_a_row + 1 >= ${DISABLED_AFTER.failures}
  and e.failing_since <= now() - interval '${DISABLED_AFTER.minutes} minutes')`;

const SQL = `
with settled as (
  update webhook_deliveries set state = $3, response_status = $4, error = $5,
    next_attempt_at = now() + interval '1 second' * $6::float8, delivered_at = case when $3 = 'delivered' then now() end
  where id = $1 and attempts = $2 and state = 'sending'
  returning endpoint_id
),
counted as (
  update webhook_endpoints e set
    failures_in_a_row = case $7 when 'reached' then 0 when 'failing' then e.failures_in_a_row + 1 else e.failures_in_a_row end,
    failing_since = case $7 when 'reached' then null when 'failing' then coalesce(e.failing_since, now()) else e.failing_since end,
    paused_until = case when $8::float8 is null then e.paused_until
      else greatest(e.paused_until, now() + interval '1 second' * $8::float8) end,
    state = case when $7 = 'disabled' or ${ENDS_A_ROW} then 'disabled' else e.state end,
    disabled_reason = case when $7 = 'disabled' then $5
      when ${ENDS_A_ROW} then (e.failures_in_a_row + 1) || ' failures in a row; the last one: ' || $5
      else e.disabled_reason end
  from settled s
  where e.id = s.endpoint_id and e.state = 'active'
    and (($7 = 'reached' and e.failures_in_a_row > 0) or $7 in ('failing', 'disabled') or $8::float8 is not null)
  returning e.id, e.state, e.disabled_reason
),
emitted as (
  insert into stream_events (name, entity, entity_id)
  select 'webhook_endpoint.disabled', 'webhook_endpoint', id::text from counted where state = 'disabled'
)
select disabled_reason as reason, pg_notify('${STREAM_CHANNEL}', '') from counted where state = 'disabled'`;
