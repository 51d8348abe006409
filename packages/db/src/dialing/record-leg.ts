import type { Database, Queryable } from '../connection/open-database.ts';
import { linkLegs } from '../calls/link-legs.ts';
import { lockCalls } from '../calls/lock-calls.ts';

/** The call that Twilio placed for an intent; `callId` where it is a leg of a scheduled call. */
type PlacedLeg = { intentId: string; callId: string | null; callSid: string };

/**
 * Records that the call of an intent was placed, and attaches it to its scheduled call, often before its first callback.
 * Returns what `record` returns: false where it was recorded before, or belongs to another intent. SQL: locks in
 * worker-status's order.
 */
export async function recordLeg(
  db: Database,
  { intentId, callId, callSid }: PlacedLeg,
  record: (tx: Queryable) => Promise<boolean>,
): Promise<boolean> {
  if (callId === null) return record(db.pool);
  return db.transaction(async (tx) => {
    const locked = await lockCalls(tx, [callSid]);
    await tx.query('select from calls where id = $1 for update', [callId]);
    if (!(await record(tx))) return false;
    await linkLegs(locked, [{ intentId, callSid }]);
    return true;
  });
}
