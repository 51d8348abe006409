import { recordObservations } from '@trunkline/db';
import { freezeCalls, readCallRows, type SyncRun } from '@trunkline/db/reconciliation';
import { parseTwilioTime } from '@trunkline/telephony/callbacks';
import { callSnapshot } from '@trunkline/telephony/facts';
import type { CallResource } from '@trunkline/twilio/rest';
import { noteGaps } from '../note-gaps.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { comparePage, isSettled } from './compare-page.ts';

export const sourceOf = ({ kind }: Pick<SyncRun, 'kind'>) => (kind === 'cold' ? 'reconcile_cold' : 'sync');

/** Takes a page of Twilio's list of calls: enters what is new, freezes what is settled, notes what never came. */
export async function takeCalls(parts: ReconcileParts, run: SyncRun, listed: readonly CallResource[]) {
  const { db, clock, ownedNumbers } = parts;
  const calls = listed.filter((call) => isWithin(call, run)); // Twilio filters by whole days
  const known = await readCallRows(
    db.pool,
    calls.map(({ sid }) => sid),
  );
  const { news, skipped, same } = comparePage(calls, known, ownedNumbers);
  const now = clock.now();
  await freezeCalls(
    db.pool,
    same.filter((call) => isSettled(call, now)).map(({ sid }) => sid),
    now,
  );
  const entered = await recordObservations(parts, sourceOf(run), news.map(callSnapshot));
  const unfinished = entered.filter(({ fact }) => !known.get(fact.callSid!)?.isFinal); // as far as we knew
  const gaps = await noteGaps(parts, sourceOf(run), unfinished);
  const synced = entered.filter(({ isNew }) => isNew).length; // an earlier scan may have entered what is not applied yet
  return { synced, skipped: skipped.length, total: calls.length, gaps };
}

/** A call without a start belongs to its day by the list that it is in. */
function isWithin({ start_time }: CallResource, { since, until }: SyncRun): boolean {
  const began = parseTwilioTime(start_time);
  return began === null || (Date.parse(began) >= since.getTime() && Date.parse(began) <= until.getTime());
}
