import { listEndedCalls, recordSuccess, type EndedCall } from '@trunkline/db/reconciliation';
import { forEachConcurrently } from '@trunkline/service';
import { ofAccount, type ReconcileParts } from '../reconcile-parts.ts';
import { compareCall } from './compare-call.ts';

/** Twilio lists its requests from 15 minutes after the end; its clock may be behind ours. */
export const AFTER_END_MS = 15.5 * 60_000;
const CALLS_AT_ONCE = 40;
const CALLS_PER_TICK = 2000;

/**
 * The warm tick: compares calls that ended 15 minutes ago with what Twilio lists as sent and recorded. One that cannot be
 * compared now (Twilio is unavailable) is left to the next tick.
 */
export async function compareEndedCalls(parts: ReconcileParts): Promise<void> {
  const { db, clock } = parts;
  const ended = await listEndedCalls(db.pool, new Date(clock.now().getTime() - AFTER_END_MS), CALLS_PER_TICK);
  await forEachConcurrently(ended, CALLS_AT_ONCE, ({ callSid, accountSid }) =>
    compareCall(ofAccount(parts, accountSid), callSid),
  );
  const last = ended.reduce<EndedCall | null>((a, b) => (a && a.finalizedAt > b.finalizedAt ? a : b), null);
  const reached = last?.finalizedAt ?? new Date(clock.now().getTime() - AFTER_END_MS);
  await recordSuccess(
    db.pool,
    'reconcile_warm',
    { last_call_sid: last?.callSid ?? null, last_updated_at: reached.toISOString() },
    clock.now(),
  );
}
