import type { Queryable } from '../connection/open-database.ts';

/** The first and last number of the stream that are kept, 0 where nothing ever was, and how old the last event is. */
export type StreamBounds = { first: number; last: number; lastAgeSeconds: number };

/** Reads where the stream begins and ends, as nobody in particular. Not Prisma: it runs for every wake-up. */
export async function readStreamBounds(db: Queryable): Promise<StreamBounds> {
  const { rows } = await db.query<StreamBounds>({ name: 'read-stream-bounds', text: SQL });
  return rows[0]!;
}

const SQL = `
select coalesce(f.seq, 0)::float8 as first, coalesce(l.seq, 0)::float8 as last,
  coalesce(extract(epoch from clock_timestamp() - l.created_at), 0)::float8 as "lastAgeSeconds"
from (select min(seq) as seq from stream_events) f
left join lateral (select seq, created_at from stream_events where seq is not null order by seq desc limit 1) l on true`;
