import type { Observation } from '@trunkline/db/inbox';
import type { Database } from '@trunkline/db/connection';
import { recordGaps as saveGaps, type GapToRecord } from '@trunkline/db/reconciliation';
import { metrics, type Clock, type Logger } from '@trunkline/service';
import type { Fact } from '@trunkline/telephony/facts';
import { missingCallbacks, readLegs } from './missing-callbacks.ts';

const noticed = metrics.counter('callback_gaps_noticed_total', 'Callbacks found missing, by class when last checked', [
  'class',
]);

type Parts = { db: Database; clock: Clock; log: Logger };

/** Records gaps. An acknowledged callback that is not in the inbox is an alarm: that must never be. */
export async function recordGaps({ db, clock, log }: Parts, gaps: readonly GapToRecord[]): Promise<void> {
  if (gaps.length === 0) return;
  for (const gap of gaps) noticed.inc({ class: gap.class });
  const alarms = await saveGaps(db.pool, gaps, clock.now());
  for (const callSid of alarms)
    log.error(
      { event: 'acked_but_absent', call_sid: callSid },
      'Twilio has our acknowledgement of a callback that is not in the inbox: see GET /api/calls/:sid/explain',
    );
}

/** Detects and records the missing callbacks of calls that REST showed changed, one observation per call; returns their number. */
export async function detectGaps(
  parts: Parts,
  noticedBy: string,
  observations: readonly Observation[],
): Promise<number> {
  if (observations.length === 0) return 0;
  const byCall = new Map(observations.map((one) => [one.fact.callSid!, one]));
  const facts = new Map<string, Fact[]>(observations.map(({ fact }) => [fact.callSid!, [fact]]));
  const legs = await readLegs(parts.db.pool, [...facts.keys()], facts);
  const now = parts.clock.now();
  const gaps = legs.flatMap((leg) => {
    const { inboxId, fact } = byCall.get(leg.callSid)!;
    const evidence = { rest_status: fact.status };
    return missingCallbacks(leg, now, { noticedBy, healingInboxId: inboxId, evidence, sent: [] });
  });
  await recordGaps(parts, gaps);
  return gaps.length;
}
