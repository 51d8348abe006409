import { unscoped, type Database, type Transaction } from '@trunkline/db/connection';
import { listStreamEvents, numberStreamEvents, readStreamBounds, type StreamEvent } from '@trunkline/db/stream';
import {
  addDeliveries,
  listActiveEndpoints,
  moveStreamCursor,
  lockStreamCursor,
  type WebhookEndpoint,
} from '@trunkline/db/webhooks';
import { subscribes } from './subscribes.ts';

const EVENTS_AT_ONCE = 500;

type Endpoint = Pick<WebhookEndpoint, 'id' | 'events' | 'createdAt'>;
type Parts = { db: Database; onAdded: () => Promise<void> };

/**
 * One round of making deliveries of what the stream tells. How far we have come is written in the same transaction, so
 * no event is passed over, and none makes two deliveries to one endpoint.
 */
export function followStream({ db, onAdded }: Parts): () => Promise<void> {
  return async () => {
    await numberStreamEvents(db.pool);
    while (await db.transaction(takeSome)) await onAdded();
  };
}

/** True where there may be more. */
async function takeSome(tx: Transaction): Promise<boolean> {
  const after = await lockStreamCursor(tx, 'webhooks');
  if (after === undefined) return false; // another copy is at it
  const { last } = await readStreamBounds(tx);
  if (last <= after) return false;
  const endpoints = await listActiveEndpoints(tx);
  const upto = endpoints.length === 0 ? last : Math.min(last, after + EVENTS_AT_ONCE);
  const events = endpoints.length === 0 ? [] : await listStreamEvents(unscoped(tx), 'superadmin', after, upto);
  await addDeliveries(
    tx,
    endpoints.flatMap((endpoint) => events.filter((event) => concerns(endpoint, event)).map(toDelivery(endpoint))),
  );
  await moveStreamCursor(tx, 'webhooks', upto);
  return true;
}

/** What was before an endpoint was there is none of its business. */
const concerns = ({ events, createdAt }: Endpoint, { name, data }: StreamEvent): boolean =>
  subscribes(events, name) && toldAt(data) >= createdAt.toISOString();

const toDelivery =
  ({ id: endpointId }: Endpoint) =>
  ({ seq, name, data }: StreamEvent) => ({
    endpointId,
    messageId: `msg_${seq}`,
    event: name,
    payload: { type: name, timestamp: toldAt(data), data },
  });

const toldAt = (data: StreamEvent['data']): string => String(data['timestamp']);
