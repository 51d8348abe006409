import type { Database } from './open-database.ts';

/**
 * Runs `work` unless somebody else is at it: one process of many holds the lock of this name. Returns whether it ran.
 * Not Prisma: a session's advisory lock, which goes with its connection when the process dies.
 */
export async function withAdvisoryLock(db: Database, name: string, work: () => Promise<void>): Promise<boolean> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  const note = (error: Error) => void (broken = error); // without a listener it would end the process
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
