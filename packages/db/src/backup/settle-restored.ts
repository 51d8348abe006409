import type { Queryable } from '../connection/open-database.ts';

/** What was ended because it may have happened since the backup. */
export type Settled = { intents: number; sessions: number };

/**
 * Ends what may have happened between the backup and now. A queued call may have been placed since, and is never placed
 * twice. A running operation is paused: a person decides whether it still fits. Logins may have ended. The numbers of the stream were given to clients: it continues far behind them, and
 * returning clients get `stream.reset`.
 */
export async function settleRestored(tx: Queryable): Promise<Settled> {
  const intents = await tx.query(
    `update call_intents set state = 'canceled', error = 'restored from a backup', resolved_at = now() where state = 'queued'`,
  );
  const sessions = await tx.query('delete from sessions');
  await tx.query(`
    update operations set state = 'paused' where state = 'running';
    delete from login_links;
    delete from stream_events;
    select setval('stream_seq', nextval('stream_seq') + 1000000);
    update stream_cursors set seq = (select last_value from stream_seq)`);
  return { intents: intents.rowCount ?? 0, sessions: sessions.rowCount ?? 0 };
}

/** An object of the store that a row of this moment refers to. */
export type KeptObject = { key: string; contentType: string | null; sizeBytes: number | null; sha256: string | null };

/** The objects of the recordings, with what was measured when they were stored. */
export async function listKeptObjects(tx: Queryable): Promise<KeptObject[]> {
  const { rows } = await tx.query<KeptObject>(
    `select object_key as key, content_type as "contentType", size_bytes::float8 as "sizeBytes", sha256 from call_recordings
    where object_key is not null and custody = 'stored' order by object_key`,
  );
  return rows;
}

/** Of these objects, those that a row still refers to. */
export async function listStillKept(db: Queryable, keys: readonly string[]): Promise<string[]> {
  const sql = `select object_key as key from call_recordings where object_key = any($1::text[]) and custody = 'stored'`;
  return (await db.query<{ key: string }>(sql, [keys])).rows.map(({ key }) => key);
}
