import type { Queryable } from '../connection/open-database.ts';

/**
 * Numbers every committed event that has no number, after those that have one. Under a lock, 2,000 at a time, each batch
 * committed before the next: a reader who sees a number sees all lower ones.
 */
export async function numberStreamEvents(db: Queryable): Promise<void> {
  let last: string | null;
  do {
    const { rows } = await db.query<{ last: string | null }>(NUMBER);
    last = rows[0]!.last;
  } while (last !== null);
}

/** The first and last number that are kept (0 in an empty stream), and the age of the last event. */
export type StreamBounds = { first: number; last: number; lastAgeSeconds: number };

/** Reads where the stream begins and ends; needs no actor. Runs at every notification. */
export async function readStreamBounds(db: Queryable): Promise<StreamBounds> {
  const { rows } = await db.query<StreamBounds>({ name: 'read-stream-bounds', text: BOUNDS });
  return rows[0]!;
}

/**
 * Deletes at most `limit` events older than `keepMinutes` (a day), in the order of their numbers; returns how many. The last event stays,
 * so that the first number that is left says what is gone.
 */
export async function deleteExpiredStreamEvents(db: Queryable, limit: number, keepMinutes = 1440): Promise<number> {
  return (await db.query(DELETE, [limit, keepMinutes])).rowCount ?? 0;
}

const NUMBER = { name: 'number-stream-events', text: 'select number_stream_events() as last' };

const BOUNDS = `
select coalesce(f.seq, 0)::float8 as first, coalesce(l.seq, 0)::float8 as last,
  coalesce(extract(epoch from clock_timestamp() - l.created_at), 0)::float8 as "lastAgeSeconds"
from (select min(seq) as seq from stream_events) f
left join lateral (select seq, created_at from stream_events where seq is not null order by seq desc limit 1) l on true`;

const DELETE = `
with kept as materialized (
  select coalesce(
    (select seq from stream_events where seq is not null and created_at >= now() - interval '1 minute' * $2 order by seq limit 1),
    (select max(seq) from stream_events)) as seq
)
delete from stream_events where ctid = any(array(
  select ctid from stream_events where seq < (select seq from kept) order by seq limit $1))`;
