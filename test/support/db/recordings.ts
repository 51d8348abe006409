import type { Database } from '@trunkline/db/connection';

/** The SID of the n-th recording. */
export const recordingSid = (n: number): string => `RE${n.toString(16).padStart(32, '0')}`;

/** Inserts recordings as their callbacks announce them, for `worker-recording` to find. */
export async function announce(db: Database, sids: readonly string[], durationSec: number): Promise<void> {
  await db.pool.query(
    `insert into call_recordings (recording_sid, status, duration_sec, announced_at, updated_at, started_at)
    select sid, 'completed', $2, now(), now(), '2026-11-21' from unnest($1::text[]) sid`,
    [sids, durationSec],
  );
}

/** How many recordings are in each state of custody. */
export async function countCustody(db: Database): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ custody: string; count: number }>(
    'select custody, count(*)::integer as count from call_recordings group by custody',
  );
  return Object.fromEntries(rows.map(({ custody, count }) => [custody, count]));
}
