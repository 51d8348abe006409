import type { FactSource, Snapshot } from '@trunkline/telephony/facts';
import type { Database } from '../connection/open-database.ts';
import { storeSnapshots, type StoredSnapshot } from '../reconciliation/store-snapshots.ts';

/** What Twilio's REST API showed, or an action of ours, as a row of the inbox. `isNew` is false where an equal one was stored before. */
export type Observation = Pick<StoredSnapshot, 'inboxId' | 'isNew' | 'fact'>;

/** A job of the queue `callbacks`. */
type CallbackJob = { jobId: string; data: { ids: string[] } };

export type ObservationParts = {
  db: Pick<Database, 'pool'>;
  callbacks: { add(jobs: readonly CallbackJob[]): Promise<void> };
  /** Default: the real time. */
  clock?: { now(): Date };
};

const ROWS_AT_ONCE = 250;
const IDS_PER_JOB = 50;

/**
 * Stores observations in the inbox and enqueues the new ones: worker-status applies them like callbacks. With the queue
 * unavailable the relay enqueues them later. The result has the order of the snapshots; equal ones share a row.
 */
export async function recordObservations(
  { db, callbacks, clock }: ObservationParts,
  source: Exclude<FactSource, 'webhook'>,
  snapshots: readonly Snapshot[],
): Promise<Observation[]> {
  const distinct = [...new Map(snapshots.map((snapshot) => [snapshot.dedupeKey, snapshot])).values()];
  const recorded = new Map<string, Observation>();
  for (const batch of chunks(distinct, ROWS_AT_ONCE))
    for (const stored of await storeSnapshots(db.pool, source, batch, clock?.now() ?? new Date()))
      recorded.set(stored.dedupeKey, stored);
  const fresh = [...recorded.values()]
    .filter(({ isNew }) => isNew)
    .map(({ inboxId }) => ({ id: inboxId, generation: 0 }));
  if (fresh.length > 0) await callbacks.add(callbackJobs(fresh)).catch(() => {}); // the relay will
  return snapshots.map(({ dedupeKey }) => recorded.get(dedupeKey)!);
}

/**
 * Jobs that apply these rows of the inbox, 50 rows each. A job is named after its first row and that row's generation,
 * which the relay raises: an id that the queue still knows would be ignored.
 */
export const callbackJobs = (rows: readonly { id: string; generation: number }[]): CallbackJob[] =>
  chunks(rows, IDS_PER_JOB).map((group) => ({
    jobId: `in-${group[0]!.id}-${group[0]!.generation}`,
    data: { ids: group.map(({ id }) => id) },
  }));

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
