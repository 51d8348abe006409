import { readFact, type Fact, type FactSource, type Snapshot } from '@trunkline/telephony/facts';
import type { Queryable } from '../connection/open-database.ts';
import { storeCallbacks, type CallbackToStore } from '../inbox/store-callbacks.ts';

/** A snapshot as a row of the inbox. `isNew` is false where the same was observed before. */
export type StoredSnapshot = { dedupeKey: string; inboxId: string; isNew: boolean; fact: Fact };

/** Stores snapshots with distinct keys in the inbox, like callbacks. The caller enqueues them. */
export async function storeSnapshots(
  db: Queryable,
  source: Exclude<FactSource, 'webhook'>,
  snapshots: readonly Snapshot[],
  now: Date,
): Promise<StoredSnapshot[]> {
  const rows = await storeCallbacks(
    db,
    snapshots.map((snapshot) => toRow(snapshot, source)),
    now,
  );
  return rows.map(({ n, id, isNew }) => {
    const { kind, dedupeKey, payload } = snapshots[n]!;
    const stored = { kind, dedupeKey, payload, source, query: {}, receivedAt: now.toISOString() };
    return { dedupeKey, inboxId: id, isNew, fact: readFact(stored) };
  });
}

const toRow = ({ kind, callSid, recordingSid, dedupeKey, payload }: Snapshot, source: FactSource): CallbackToStore => ({
  source,
  eventType: kind,
  callSid,
  recordingSid,
  dedupeKey,
  payload,
  query: {},
  escapedFields: [],
  rawTarget: '',
  idempotencyToken: null,
  signatureVerdict: 'rest',
  processingStatus: 'pending',
  error: null,
  copies: 1,
});
