import { recordObservations } from '@trunkline/db/inbox';
import { freezeCalls, readCallRows, type SyncRun } from '@trunkline/db/reconciliation';
import { parseTwilioTime } from '@trunkline/telephony/callbacks';
import { callSnapshot } from '@trunkline/telephony/facts';
import type { CallResource } from '@trunkline/twilio/rest';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { detectGaps } from '../record-gaps.ts';
import { comparePage, isSettled } from './compare-page.ts';
import { readableCalls, type OnUnreadable } from './readable-rows.ts';

export const sourceOf = ({ kind }: Pick<SyncRun, 'kind'>) => (kind === 'cold' ? 'reconcile_cold' : 'sync');

/** Imports a page of Twilio's list of calls: records what changed, freezes what is settled, detects missing callbacks. */
export async function importCalls(
  parts: ReconcileParts,
  run: SyncRun,
  listed: readonly CallResource[],
  onUnreadable: OnUnreadable,
) {
  const { db, clock, ownedNumbers } = parts;
  const calls = listed.filter((call) => isWithin(call, run)); // Twilio filters by whole days
  const known = await readCallRows(
    db.pool,
    calls.map(({ sid }) => sid),
  );
  const { changed, skipped, same } = comparePage(readableCalls(calls, onUnreadable), known, ownedNumbers);
  const now = clock.now();
  await freezeCalls(
    db.pool,
    same.filter((call) => isSettled(call, now)).map(({ sid }) => sid),
    now,
  );
  const observations = await recordObservations(parts, sourceOf(run), changed.map(callSnapshot));
  const unfinished = observations.filter(({ fact }) => !known.get(fact.callSid!)?.isFinal); // as far as we knew
  const gaps = await detectGaps(parts, sourceOf(run), unfinished);
  const synced = observations.filter(({ isNew }) => isNew).length; // an earlier scan may have recorded what is not applied yet
  return { synced, skipped: skipped.length, total: calls.length, gaps };
}

/** True for a call that began within the run; one without a start belongs to the day that lists it. */
function isWithin({ start_time }: CallResource, { since, until }: SyncRun): boolean {
  const began = parseTwilioTime(start_time);
  return began === null || (Date.parse(began) >= since.getTime() && Date.parse(began) <= until.getTime());
}
