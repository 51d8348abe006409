import type { Queryable } from '../connection/open-database.ts';

/**
 * Reserves these calls for this transaction, whether their rows exist yet or not. Everybody takes the locks in one
 * order, so that nobody waits in a circle; locking rows, then creating those that are missing, deadlocked under load.
 * Not Prisma: an advisory lock that the transaction's end releases.
 */
export async function lockCalls(db: Queryable, callSids: readonly string[]): Promise<void> {
  if (callSids.length > 0) await db.query({ name: 'lock-calls', text: SQL, values: [callSids] });
}

const SQL = `
select pg_advisory_xact_lock(key)
from (select distinct hashtextextended(sid, 0) as key from unnest($1::text[]) sid order by key) k`;
