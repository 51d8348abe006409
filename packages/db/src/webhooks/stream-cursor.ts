import type { Queryable } from '../connection/open-database.ts';

/**
 * Locks a follower's cursor until the transaction ends, and returns the number of the last event that it handled.
 * Undefined while another copy of the follower holds it. SQL: `skip locked`.
 */
export async function lockStreamCursor(tx: Queryable, name: string): Promise<number | undefined> {
  await tx.query('insert into stream_cursors (name, seq) values ($1, 0) on conflict do nothing', [name]);
  const sql = 'select seq::float8 as seq from stream_cursors where name = $1 for update skip locked';
  return (await tx.query<{ seq: number }>(sql, [name])).rows[0]?.seq;
}

/** Records the last event that a follower has handled. */
export async function moveStreamCursor(tx: Queryable, name: string, seq: number): Promise<void> {
  await tx.query('update stream_cursors set seq = $2, updated_at = now() where name = $1', [name, seq]);
}
