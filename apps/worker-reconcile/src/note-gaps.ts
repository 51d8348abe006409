import type { Observation } from '@trunkline/db';
import type { Fact } from '@trunkline/telephony/facts';
import { findGaps, readLegs } from './find-gaps.ts';
import type { ReconcileParts } from './reconcile-parts.ts';
import { tellGaps } from './tell-gaps.ts';

/** Notes what never came about calls of which REST had news, one fact for each; returns how many callbacks are missing. */
export async function noteGaps(
  parts: ReconcileParts,
  noticedBy: string,
  entered: readonly Observation[],
): Promise<number> {
  if (entered.length === 0) return 0;
  const news = new Map(entered.map((one) => [one.fact.callSid!, one]));
  const byCall = new Map<string, Fact[]>(entered.map(({ fact }) => [fact.callSid!, [fact]]));
  const legs = await readLegs(parts.db.pool, [...byCall.keys()], byCall);
  const now = parts.clock.now();
  const gaps = legs.flatMap((leg) => {
    const { inboxId, fact } = news.get(leg.callSid)!;
    return findGaps(leg, now, { noticedBy, healingInboxId: inboxId, evidence: { rest_status: fact.status }, sent: [] });
  });
  await tellGaps(parts, gaps);
  return gaps.length;
}
