import type { Scoped } from '../connection/with-actor.ts';

/** Settings of Postgres that decide whether a power cut loses what was committed; each is `on` in a server that keeps it. */
export async function readDurability(tx: Scoped): Promise<{ name: string; setting: string }[]> {
  const sql = `
    select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`;
  return (await tx.query<{ name: string; setting: string }>(sql)).rows;
}
