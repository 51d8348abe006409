import { listEndedCalls, recordSuccess, type EndedCall } from '@trunkline/db';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { compareCalls } from './compare-calls.ts';

/** Twilio lists its requests from a quarter of an hour after the end; its clock may be behind ours. */
const AFTER_END_MS = 15.5 * 60_000;
const CALLS_AT_ONCE = 50;
const CALLS_PER_ROUND = 2000;

/**
 * The warm round: calls that ended a quarter of an hour ago are compared with what Twilio says it sent and recorded. One
 * that cannot be compared now (Twilio is away) is left to the next round.
 */
export async function compareEndedCalls(parts: ReconcileParts): Promise<void> {
  const { db, clock } = parts;
  const ended = await listEndedCalls(db.pool, new Date(clock.now().getTime() - AFTER_END_MS), CALLS_PER_ROUND);
  let failed: unknown;
  for (let start = 0; start < ended.length; start += CALLS_AT_ONCE) {
    const callSids = ended.slice(start, start + CALLS_AT_ONCE).map(({ callSid }) => callSid);
    const { compared, failure } = await compareCalls(parts, callSids);
    failed ??= failure;
    if (compared === 0) break; // nobody answers
  }
  if (failed !== undefined) throw failed;
  const last = ended.reduce<EndedCall | null>((a, b) => (a && a.finalizedAt > b.finalizedAt ? a : b), null);
  const reached = last?.finalizedAt ?? new Date(clock.now().getTime() - AFTER_END_MS);
  await recordSuccess(
    db.pool,
    'reconcile_warm',
    { last_call_sid: last?.callSid ?? null, last_updated_at: reached.toISOString() },
    clock.now(),
  );
}
