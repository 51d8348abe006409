import { storeSnapshots } from '@trunkline/db/reconciliation';
import type { Snapshot } from '@trunkline/telephony/facts';
import type { ControlParts } from './control-parts.ts';

/** Stores what Twilio said to us, or we did, as facts that worker-status applies; should the queue be away, the relay adds them. */
export async function enterFacts(
  { db, callbacks }: Pick<ControlParts, 'db' | 'callbacks'>,
  snapshots: readonly Snapshot[],
): Promise<void> {
  const distinct = [...new Map(snapshots.map((snapshot) => [snapshot.dedupeKey, snapshot])).values()];
  if (distinct.length === 0) return;
  const stored = await storeSnapshots(db.pool, 'api', distinct, new Date());
  const ids = stored.flatMap(({ inboxId, isNew }) => (isNew ? [inboxId] : []));
  if (ids.length > 0) await callbacks.add([{ jobId: `in-${ids[0]}-0`, data: { ids } }]).catch(() => {});
}
