import { unscoped, type Database, type Transaction } from '@trunkline/db/connection';
import { listStreamEvents, numberStreamEvents, readStreamBounds, type StreamEvent } from '@trunkline/db/stream';
import {
  addDeliveries,
  listFollowingEndpoints,
  moveStreamCursor,
  lockStreamCursor,
  type FollowingEndpoint,
} from '@trunkline/db/webhooks';
import { matchesEvent } from '@trunkline/telephony/stream';

const EVENTS_AT_ONCE = 500;

type Parts = { db: Database; onAdded: () => void };

/**
 * Makes deliveries of new stream events. The cursor moves in the same transaction, so that no event is skipped and none
 * makes two deliveries to one endpoint.
 */
export function followStream({ db, onAdded }: Parts): () => Promise<void> {
  return async () => {
    await numberStreamEvents(db.pool);
    while (await db.transaction(addSome)) onAdded();
  };
}

/** Makes the deliveries of the next events; returns whether there may be more. */
async function addSome(tx: Transaction): Promise<boolean> {
  const after = await lockStreamCursor(tx, 'webhooks');
  if (after === undefined) return false; // another copy has it
  const { last } = await readStreamBounds(tx);
  if (last <= after) return false;
  const endpoints = await listFollowingEndpoints(tx);
  const upto = endpoints.length === 0 ? last : Math.min(last, after + EVENTS_AT_ONCE);
  const events = endpoints.length === 0 ? [] : await listStreamEvents(unscoped(tx), 'superadmin', after, upto);
  await addDeliveries(
    tx,
    endpoints.flatMap((endpoint) => events.filter((event) => isFor(endpoint, event)).map(toDelivery(endpoint))),
  );
  await moveStreamCursor(tx, 'webhooks', upto);
  return true;
}

/** An endpoint gets only events after its creation. */
const isFor = ({ events, createdAt }: FollowingEndpoint, { name, data }: StreamEvent): boolean =>
  matchesEvent(events, name) && timestampOf(data) >= createdAt.toISOString();

/** Events of a disabled endpoint are recorded as missed, so that they can be replayed once it is enabled. */
const toDelivery =
  ({ id: endpointId, state }: FollowingEndpoint) =>
  ({ seq, name, data }: StreamEvent) => ({
    endpointId,
    messageId: `msg_${seq}`,
    event: name,
    payload: { type: name, timestamp: timestampOf(data), data },
    state: state === 'active' ? ('queued' as const) : ('missed' as const),
  });

const timestampOf = (data: StreamEvent['data']): string => String(data['timestamp']);
