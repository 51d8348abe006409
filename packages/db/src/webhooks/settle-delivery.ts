import type { Queryable } from '../connection/open-database.ts';
import type { StartedDelivery } from './begin-delivery.ts';

/** The outcome of an attempt; `gone`: the endpoint answered that it wants no more messages. */
export type DeliveryOutcome = { responseStatus: number | null } & (
  | { state: 'delivered' }
  | { state: 'queued'; error: string; delaySeconds: number }
  | { state: 'failed' | 'gone'; error: string }
);

/** Settles an attempt, unless another one has begun since. SQL: the guard is in the statement. */
export async function settleDelivery(
  db: Queryable,
  { deliveryId, attempt }: Pick<StartedDelivery, 'deliveryId' | 'attempt'>,
  outcome: DeliveryOutcome,
): Promise<void> {
  const delay = outcome.state === 'queued' ? outcome.delaySeconds : 0;
  const error = outcome.state === 'delivered' ? null : outcome.error;
  const values = [deliveryId, attempt, outcome.state, outcome.responseStatus, error, delay];
  await db.query({ name: 'settle-delivery', text: SQL, values });
}

const SQL = `
with settled as (
  update webhook_deliveries set state = case $3 when 'gone' then 'failed' else $3 end, response_status = $4, error = $5,
    next_attempt_at = now() + interval '1 second' * $6::float8, delivered_at = case when $3 = 'delivered' then now() end
  where id = $1 and attempts = $2 and state = 'sending'
  returning endpoint_id
)
update webhook_endpoints e set is_active = false, disabled_reason = $5
from settled s where $3 = 'gone' and e.id = s.endpoint_id`;
