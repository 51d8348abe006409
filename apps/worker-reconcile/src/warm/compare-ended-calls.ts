import { listEndedCalls, recordSuccess, type EndedCall } from '@trunkline/db';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { compareCalls } from './compare-calls.ts';

/** Twilio lists its requests from a quarter of an hour after the end; its clock may be behind ours. */
const AFTER_END_MS = 15.5 * 60_000;
const CALLS_AT_ONCE = 40;
const CALLS_PER_ROUND = 2000;

/**
 * The warm round: calls that ended a quarter of an hour ago are compared with what Twilio says it sent and recorded. One
 * that cannot be compared now (Twilio is away) is left to the next round.
 */
export async function compareEndedCalls(parts: ReconcileParts): Promise<void> {
  const { db, clock } = parts;
  const ended = await listEndedCalls(db.pool, new Date(clock.now().getTime() - AFTER_END_MS), CALLS_PER_ROUND);
  await compareInLanes(parts, ended);
  const last = ended.reduce<EndedCall | null>((a, b) => (a && a.finalizedAt > b.finalizedAt ? a : b), null);
  const reached = last?.finalizedAt ?? new Date(clock.now().getTime() - AFTER_END_MS);
  await recordSuccess(
    db.pool,
    'reconcile_warm',
    { last_call_sid: last?.callSid ?? null, last_updated_at: reached.toISOString() },
    clock.now(),
  );
}

/** Many at a time, each for itself: one whose requests are refused again and again holds nobody up. */
async function compareInLanes(parts: ReconcileParts, ended: readonly EndedCall[]): Promise<void> {
  const waiting = ended.values();
  let compared = 0;
  let failed: unknown;
  const lane = async (): Promise<void> => {
    for (const { callSid } of waiting) {
      const outcome = await compareCalls(parts, [callSid]);
      compared += outcome.compared;
      failed ??= outcome.failure;
      if (outcome.failure !== undefined && compared === 0) return; // nobody answers
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: CALLS_AT_ONCE }, lane));
  failed = lanes.find((one) => one.status === 'rejected')?.reason ?? failed;
  if (failed !== undefined) throw failed;
}
