import type { Queryable } from '../connection/open-database.ts';

/** Recordings that Twilio has finished and we do not store yet; `oldestSeconds` is how long the first of them waits. */
export type RecordingMeasure = { unfetched: number; oldestSeconds: number };

/** Measures what there is to fetch, over an index that holds nothing else. Not Prisma: it knows no filtered aggregates. */
export async function measureRecordings(db: Queryable): Promise<RecordingMeasure> {
  const { rows } = await db.query<RecordingMeasure>(SQL);
  return rows[0]!;
}

const SQL = `
select count(*)::integer as unfetched, coalesce(extract(epoch from now() - min(updated_at)), 0)::float8 as "oldestSeconds"
from call_recordings where custody in ('announced', 'fetching') and status = 'completed'`;
