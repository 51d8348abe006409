import type { Database } from './open-database.ts';

/**
 * Runs `work` unless another process holds the lock of this name; returns whether it ran. The lock is the session's: if
 * the process dies, Postgres releases it with the connection.
 */
export async function withAdvisoryLock(db: Database, name: string, work: () => Promise<void>): Promise<boolean> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  const note = (error: Error) => void (broken = error); // without a listener an error would end the process
  client.on('error', note);
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtext($1)) as mine', [name]);
    if (!rows[0]!.mine) return false;
    try {
      await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtext($1))', [name]).catch(note);
    }
    return true;
  } finally {
    client.off('error', note);
    client.release(broken);
  }
}
