import type { Database } from '@trunkline/db/connection';
import { storeSnapshots, type StoredSnapshot } from '@trunkline/db/reconciliation';
import type { OpenQueue } from '@trunkline/queues';
import type { Clock } from '@trunkline/service';
import type { FactSource, Snapshot } from '@trunkline/telephony/facts';

/** What REST said, on its way into the inbox like any callback. `isNew` is false where somebody saw the same before. */
export type EnteredFact = Pick<StoredSnapshot, 'inboxId' | 'isNew' | 'fact'>;

export type Entrance = { db: Database; callbacks: Pick<OpenQueue<{ ids: string[] }>, 'add'>; clock: Clock };

const ROWS_AT_ONCE = 250;
const IDS_PER_JOB = 50;

/**
 * Stores what REST said and enqueues it: it is applied by the same fold as the callbacks. Where the queue is away, the
 * relay enqueues it later. The answer has the order of the snapshots; equal ones share a row.
 */
export async function enterFacts(
  { db, callbacks, clock }: Entrance,
  source: Exclude<FactSource, 'webhook' | 'api'>,
  snapshots: readonly Snapshot[],
): Promise<EnteredFact[]> {
  const distinct = [...new Map(snapshots.map((snapshot) => [snapshot.dedupeKey, snapshot])).values()];
  const entered = new Map<string, EnteredFact>();
  for (let start = 0; start < distinct.length; start += ROWS_AT_ONCE) {
    const batch = distinct.slice(start, start + ROWS_AT_ONCE);
    for (const stored of await storeSnapshots(db.pool, source, batch, clock.now()))
      entered.set(stored.dedupeKey, stored);
  }
  await enqueue(
    callbacks,
    [...entered.values()].flatMap(({ inboxId, isNew }) => (isNew ? [inboxId] : [])),
  );
  return snapshots.map(({ dedupeKey }) => entered.get(dedupeKey)!);
}

async function enqueue(callbacks: Entrance['callbacks'], ids: readonly string[]): Promise<void> {
  const groups = Array.from({ length: Math.ceil(ids.length / IDS_PER_JOB) }, (_, n) =>
    ids.slice(n * IDS_PER_JOB, (n + 1) * IDS_PER_JOB),
  );
  if (groups.length === 0) return;
  await callbacks.add(groups.map((group) => ({ jobId: `in-${group[0]}-0`, data: { ids: group } }))).catch(() => {}); // the relay will
}
