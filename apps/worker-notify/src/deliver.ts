import type { Database } from '@trunkline/db/connection';
import { beginDelivery, settleDelivery, type StartedDelivery, type DueDelivery } from '@trunkline/db/webhooks';
import { metrics, type Logger } from '@trunkline/service';
import { Webhook } from 'standardwebhooks';
import { judgeDelivery, type EndpointAnswer } from './judge-delivery.ts';
import { postMessage, type Reach } from './post-message.ts';

const attempts = metrics.counter('webhook_deliveries_total', 'Attempts to deliver a webhook, by what came of them', [
  'result',
]);

type Parts = Reach & {
  db: Pick<Database, 'pool'>;
  log: Logger;
  /** Another delivery to the same endpoint may have waited for this one. */
  onSettled: () => void;
};

/**
 * Makes one attempt at a delivery. That it was begun is committed before, and what came of it after: a process that dies
 * in between delivers again, under the same webhook-id.
 */
export function deliver({ db, log, onSettled, ...reach }: Parts): (due: DueDelivery) => Promise<void> {
  return async (due) => {
    const begun = await beginDelivery(db.pool, due);
    if (!begun) return;
    const outcome = judgeDelivery(await post(begun, reach), begun.attempt, Math.random());
    await settleDelivery(db.pool, begun, outcome);
    onSettled();
    attempts.inc({
      result: outcome.state === 'queued' ? 'failed' : outcome.state === 'failed' ? 'given_up' : outcome.state,
    });
    tell(log, begun, outcome);
  };
}

/** Signed anew in every attempt, as the signature is over its time; the body is the same, byte for byte. */
async function post({ url, secret, messageId, payload }: StartedDelivery, reach: Reach): Promise<EndpointAnswer> {
  const { type, timestamp, data } = payload;
  const body = JSON.stringify({ type, timestamp, data }); // jsonb keeps no order of names
  const now = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': messageId,
    'webhook-timestamp': `${Math.floor(now.getTime() / 1000)}`,
    'webhook-signature': new Webhook(secret).sign(messageId, now, body),
  };
  return postMessage({ url: new URL(url), headers, body }, reach);
}

function tell(
  log: Logger,
  { deliveryId, endpointId, event, attempt }: StartedDelivery,
  outcome: ReturnType<typeof judgeDelivery>,
) {
  const fields = {
    event: `webhook.${outcome.state}`,
    delivery_id: deliveryId,
    endpoint_id: endpointId,
    told: event,
    attempt,
  };
  if (outcome.state === 'delivered') return log.debug(fields, 'a webhook was delivered');
  const said = { ...fields, reason: outcome.error };
  if (outcome.state === 'queued') return log.debug(said, 'a webhook is delivered again later');
  if (outcome.state === 'gone') return log.warn(said, 'an endpoint wants no more webhooks; it was switched off');
  log.error(said, 'a webhook was given up');
}
