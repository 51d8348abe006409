import { MANUAL_END } from '@trunkline/telephony/calls';
import type { Queryable } from '../connection/open-database.ts';

/** Skips rows locked by another transaction: waiting could deadlock, and they are being updated anyway. */
const UNLOCKED = 'select call_sid from calls where call_sid = any($1::varchar[]) for update skip locked';

/**
 * Claims the REST requests about these calls: returns the calls to ask Twilio about, without those that have ended
 * meanwhile or were claimed since `since`. One statement checks and writes, so that two workers never ask the same.
 */
export async function claimChecks(
  db: Queryable,
  callSids: readonly string[],
  at: Date,
  since: Date,
): Promise<Set<string>> {
  if (callSids.length === 0) return new Set();
  const sql = `
    update calls set checked_at = $2
    where call_sid in (${UNLOCKED}) and not is_final and (checked_at is null or checked_at < $3)
    returning call_sid as "callSid"`;
  const { rows } = await db.query<{ callSid: string }>(sql, [callSids, at, since]);
  return new Set(rows.map(({ callSid }) => callSid));
}

/** Records that these calls were compared with Twilio. */
export async function markReconciled(db: Queryable, callSids: readonly string[], at: Date): Promise<void> {
  if (callSids.length === 0) return;
  await db.query(`update calls set reconciled_at = $2 where call_sid in (${UNLOCKED})`, [callSids, at]);
}

/**
 * Freezes ended calls that agree with Twilio; reconciliation leaves them alone. Returns how many. A call whose end was set
 * by hand is never frozen: Twilio may still report one.
 */
export async function freezeCalls(db: Queryable, callSids: readonly string[], at: Date): Promise<number> {
  if (callSids.length === 0) return 0;
  const { rowCount } = await db.query(
    `update calls set sync_state = 'frozen', reconciled_at = coalesce(reconciled_at, $2)
     where call_sid in (${UNLOCKED}) and is_final and sync_state <> 'frozen' and ended_reason is distinct from '${MANUAL_END}'`,
    [callSids, at],
  );
  return rowCount ?? 0;
}
