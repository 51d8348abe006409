import { recordObservations } from '@trunkline/db';
import { listKnownCalls, readRecordingRows, type SyncRun } from '@trunkline/db/reconciliation';
import { recordingSnapshot } from '@trunkline/telephony/facts';
import type { RecordingResource } from '@trunkline/twilio/rest';
import { dateRecordings } from '../date-recordings.ts';
import { findGaps, readLegs } from '../find-gaps.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { tellGaps } from '../tell-gaps.ts';
import { newsOfRecordings } from './compare-page.ts';
import { sourceOf } from './take-calls.ts';

/**
 * Takes a page of Twilio's list of recordings; returns how many callbacks were found missing. Those of calls that were
 * left out (by the sync filters, or as they began at another time) are left out too.
 */
export async function takeRecordings(
  parts: ReconcileParts,
  run: SyncRun,
  listed: readonly RecordingResource[],
): Promise<number> {
  const known = await readRecordingRows(
    parts.db.pool,
    listed.map(({ sid }) => sid),
  );
  const news = await withoutStrangers(parts, newsOfRecordings(listed, known));
  const entered = await recordObservations(parts, sourceOf(run), news.map(recordingSnapshot));
  const unheard = entered.filter(({ fact }) => fact.callSid !== null && !known.has(fact.recording!.sid));
  if (unheard.length === 0) return 0;
  const dated = dateRecordings(
    unheard.map(({ fact }) => fact),
    listed,
  );
  const byCall = Map.groupBy(dated, ({ callSid }) => callSid!);
  const inboxIds = new Map(unheard.map(({ fact, inboxId }) => [fact.recording!.sid, inboxId]));
  const now = parts.clock.now();
  const legs = await readLegs(parts.db.pool, [...byCall.keys()], byCall);
  const gaps = legs
    .flatMap((leg) => findGaps(leg, now, { noticedBy: sourceOf(run), healingInboxId: null, evidence: {}, sent: [] }))
    .filter((gap) => gap.recordingSid !== null)
    .map((gap) => ({ ...gap, healingInboxId: inboxIds.get(gap.recordingSid!) ?? null }));
  await tellGaps(parts, gaps);
  return gaps.length;
}

/** Of a conference's recording no call may be named. */
async function withoutStrangers(
  { db }: ReconcileParts,
  news: readonly RecordingResource[],
): Promise<RecordingResource[]> {
  const known = await listKnownCalls(
    db.pool,
    news.flatMap(({ call_sid: callSid }) => callSid ?? []),
  );
  return news.filter(({ call_sid: callSid }) => callSid === null || known.has(callSid));
}
