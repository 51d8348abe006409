import type { Queryable } from '../connection/open-database.ts';

/**
 * Takes a follower's place in the stream until the transaction ends: the number of the last event that it has seen.
 * Undefined where another copy has it now. Not Prisma: `skip locked`.
 */
export async function lockStreamCursor(tx: Queryable, name: string): Promise<number | undefined> {
  await tx.query('insert into stream_cursors (name, seq) values ($1, 0) on conflict do nothing', [name]);
  const sql = 'select seq::float8 as seq from stream_cursors where name = $1 for update skip locked';
  return (await tx.query<{ seq: number }>(sql, [name])).rows[0]?.seq;
}

/** Notes how far a follower has come. */
export async function moveStreamCursor(tx: Queryable, name: string, seq: number): Promise<void> {
  await tx.query('update stream_cursors set seq = $2, updated_at = now() where name = $1', [name, seq]);
}
