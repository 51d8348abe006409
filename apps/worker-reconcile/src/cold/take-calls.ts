import { freezeCalls, readCallRows, type SyncRun } from '@trunkline/db';
import { callSnapshot, parseTwilioTime, type Fact } from '@trunkline/telephony';
import type { CallResource } from '@trunkline/twilio';
import { enterFacts, type EnteredFact } from '../enter-facts.ts';
import { findGaps, readLegs } from '../find-gaps.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { tellGaps } from '../tell-gaps.ts';
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
  const entered = await enterFacts(parts, sourceOf(run), news.map(callSnapshot));
  const unfinished = entered.filter(({ fact }) => !known.get(fact.callSid!)?.isFinal);
  const gaps = unfinished.length === 0 ? 0 : await noteGaps(parts, run, unfinished);
  const synced = entered.filter(({ isNew }) => isNew).length; // an earlier scan may have entered what is not applied yet
  return { synced, skipped: skipped.length, total: calls.length, gaps };
}

/** A call without a start belongs to its day by the list that it is in. */
function isWithin({ start_time }: CallResource, { since, until }: SyncRun): boolean {
  const began = parseTwilioTime(start_time);
  return began === null || (Date.parse(began) >= since.getTime() && Date.parse(began) <= until.getTime());
}

/** Calls that had not ended as far as we knew, or that we had never heard of. */
async function noteGaps(parts: ReconcileParts, run: SyncRun, entered: readonly EnteredFact[]): Promise<number> {
  const byCall = new Map<string, Fact[]>(entered.map(({ fact }) => [fact.callSid!, [fact]]));
  const inboxIds = new Map(entered.map(({ fact, inboxId }) => [fact.callSid!, inboxId]));
  const legs = await readLegs(parts.db.pool, [...byCall.keys()], byCall);
  const now = parts.clock.now();
  const gaps = legs.flatMap((leg) =>
    findGaps(leg, now, {
      noticedBy: sourceOf(run),
      healingInboxId: inboxIds.get(leg.callSid) ?? null,
      evidence: { rest_status: byCall.get(leg.callSid)![0]!.status },
      sent: [],
    }),
  );
  await tellGaps(parts, gaps);
  return gaps.length;
}
