import type { Database } from '@trunkline/db/connection';
import { beginDelivery, settleDelivery, type StartedDelivery, type DueDelivery } from '@trunkline/db/webhooks';
import { outcomeReporter, type Logger } from '@trunkline/service';
import { Webhook } from 'standardwebhooks';
import { outcomeOfDelivery, type EndpointAnswer } from './delivery-outcome.ts';
import { postMessage, type Reach } from './post-message.ts';

const report = outcomeReporter({
  counter: 'webhook_deliveries_total',
  help: 'Attempts to deliver a webhook, by their result',
  label: 'result',
  event: 'webhook.',
  oncePer: ['endpoint_id', 'reason'],
  outcomes: {
    delivered: { level: 'debug', message: 'webhook delivered' },
    queued: { level: 'info', message: 'webhook attempts fail; they are retried later', counted: 'failed' },
    failed: {
      level: 'error',
      message: 'webhooks given up: replay them once the endpoint answers',
      counted: 'given_up',
    },
    refused: { level: 'debug', message: 'webhook given up with its endpoint', counted: 'given_up' },
  },
});
const DISABLED = 'webhook endpoint is disabled: fix the receiver, then enable the endpoint and replay what it missed';

type Parts = Reach & {
  db: Pick<Database, 'pool'>;
  log: Logger;
  /** Called after each attempt: another delivery to the same endpoint may wait for its end. */
  onSettled: () => void;
};

/**
 * Makes one attempt at a delivery. Its begin is committed before the request and its outcome after it: if the process
 * dies in between, the delivery is repeated under the same webhook-id.
 */
export function deliver({ db, log, onSettled, ...reach }: Parts): (due: DueDelivery) => Promise<void> {
  return async (due) => {
    const begun = await beginDelivery(db.pool, due);
    if (!begun) return;
    const outcome = outcomeOfDelivery(await post(begun, reach), begun.attempt, Math.random());
    const disabledReason = await settleDelivery(db.pool, begun, outcome);
    onSettled();
    const { endpointId: endpoint_id } = begun;
    if (disabledReason !== undefined)
      log.warn({ event: 'webhook.endpoint_disabled', endpoint_id, reason: disabledReason }, DISABLED);
    report(log, outcome.endpoint.kind === 'disabled' ? 'refused' : outcome.state, {
      delivery_id: begun.deliveryId,
      endpoint_id,
      webhook_event: begun.event,
      attempt: begun.attempt,
      ...('error' in outcome && { reason: outcome.error }),
    });
  };
}

/**
 * Signs each attempt anew, as the signature covers its time; the body stays the same, byte for byte. Two valid secrets make
 * two signatures, separated by a space.
 */
async function post({ url, secrets, messageId, payload }: StartedDelivery, reach: Reach): Promise<EndpointAnswer> {
  const { type, timestamp, data } = payload;
  const body = JSON.stringify({ type, timestamp, data }); // in this order: jsonb keeps none
  const now = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': messageId,
    'webhook-timestamp': `${Math.floor(now.getTime() / 1000)}`,
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, now, body)).join(' '),
  };
  return postMessage({ url: new URL(url), headers, body }, reach);
}
