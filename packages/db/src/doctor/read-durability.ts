import type { Scoped } from '../connection/with-actor.ts';

/** Settings of the server that decide whether a power cut loses what was committed. Our sessions set the others themselves. */
export async function readDurability(tx: Scoped): Promise<{ name: string; setting: string }[]> {
  const sql = `
    select name, setting from pg_settings where name in ('fsync', 'full_page_writes') order by name`;
  return (await tx.query<{ name: string; setting: string }>(sql)).rows;
}
