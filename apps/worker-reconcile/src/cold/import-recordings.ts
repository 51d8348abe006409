import { recordObservations } from '@trunkline/db/inbox';
import { listKnownCalls, readRecordingRows, type SyncRun } from '@trunkline/db/reconciliation';
import { recordingSnapshot } from '@trunkline/telephony/facts';
import type { RecordingResource } from '@trunkline/twilio/rest';
import { dateRecordings, missingCallbacks, readLegs } from '../missing-callbacks.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { recordGaps } from '../record-gaps.ts';
import { changedRecordings } from './compare-page.ts';
import { sourceOf } from './import-calls.ts';
import { readableRecordings, type OnUnreadable } from './readable-rows.ts';

/**
 * Imports a page of Twilio's list of recordings; returns the number of missing callbacks. Recordings of calls that were not
 * imported (by the sync filters, or because they began at another time) are skipped too.
 */
export async function importRecordings(
  parts: ReconcileParts,
  run: SyncRun,
  listed: readonly RecordingResource[],
  onUnreadable: OnUnreadable,
): Promise<number> {
  const known = await readRecordingRows(
    parts.db.pool,
    listed.map(({ sid }) => sid),
  );
  const changed = await ofKnownCalls(parts, changedRecordings(readableRecordings(listed, onUnreadable), known));
  const observations = await recordObservations(parts, sourceOf(run), changed.map(recordingSnapshot));
  const fresh = observations.filter(({ fact }) => fact.callSid !== null && !known.has(fact.recording!.sid));
  if (fresh.length === 0) return 0;
  const dated = dateRecordings(
    fresh.map(({ fact }) => fact),
    listed,
  );
  const byCall = Map.groupBy(dated, ({ callSid }) => callSid!);
  const inboxIds = new Map(fresh.map(({ fact, inboxId }) => [fact.recording!.sid, inboxId]));
  const now = parts.clock.now();
  const legs = await readLegs(parts.db.pool, [...byCall.keys()], byCall);
  const gaps = legs
    .flatMap((leg) =>
      missingCallbacks(leg, now, { noticedBy: sourceOf(run), healingInboxId: null, evidence: {}, sent: [] }),
    )
    .filter((gap) => gap.recordingSid !== null)
    .map((gap) => ({ ...gap, healingInboxId: inboxIds.get(gap.recordingSid!) ?? null }));
  await recordGaps(parts, gaps);
  return gaps.length;
}

/** Without recordings of unknown calls. A conference's recording may name no call. */
async function ofKnownCalls(
  { db }: ReconcileParts,
  recordings: readonly RecordingResource[],
): Promise<RecordingResource[]> {
  const known = await listKnownCalls(
    db.pool,
    recordings.flatMap(({ call_sid: callSid }) => callSid ?? []),
  );
  return recordings.filter(({ call_sid: callSid }) => callSid === null || known.has(callSid));
}
