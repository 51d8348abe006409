import type { Queryable } from '../connection/open-database.ts';

/** Whoever writes a call now has news of it: it is left to the next round, so that nobody waits in a circle. */
const UNLOCKED = 'select call_sid from calls where call_sid = any($1::varchar[]) for update skip locked';

/**
 * Reserves the asking of Twilio about these calls: those that ended meanwhile, or that somebody asked about since `since`,
 * are left out. Not Prisma: many rows, one statement that checks and writes.
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

/** Notes that these calls were compared with what Twilio knows of them. */
export async function markReconciled(db: Queryable, callSids: readonly string[], at: Date): Promise<void> {
  if (callSids.length === 0) return;
  await db.query(`update calls set reconciled_at = $2 where call_sid in (${UNLOCKED})`, [callSids, at]);
}

/** Finished calls that agree with Twilio and will not change any more: nobody looks after them again. */
export async function freezeCalls(db: Queryable, callSids: readonly string[], at: Date): Promise<number> {
  if (callSids.length === 0) return 0;
  const { rowCount } = await db.query(
    `update calls set sync_state = 'frozen', reconciled_at = coalesce(reconciled_at, $2)
     where call_sid in (${UNLOCKED}) and is_final and sync_state <> 'frozen'`,
    [callSids, at],
  );
  return rowCount ?? 0;
}
