import type { Queryable } from '../connection/open-database.ts';

declare const callsAreLocked: unique symbol;

/** A transaction that holds the locks of the calls it writes. Only `lockCalls` gives it. */
export type LockedCalls = Queryable & { readonly [callsAreLocked]: true };

/**
 * Locks these calls until the transaction ends, whether their rows exist yet or not. Advisory locks, taken in one order:
 * locking rows, then creating the missing ones, deadlocked under load.
 */
export async function lockCalls(tx: Queryable, callSids: readonly string[]): Promise<LockedCalls> {
  if (callSids.length > 0) await tx.query({ name: 'lock-calls', text: SQL, values: [callSids] });
  return tx as LockedCalls;
}

const SQL = `
select pg_advisory_xact_lock(key)
from (select distinct hashtextextended(sid, 0) as key from unnest($1::text[]) sid order by key) k`;
