import type { Queryable } from '../connection/open-database.ts';

/**
 * Gives what is committed and has no place in the stream one, behind all that have one. Whoever sees a number sees all
 * lower ones: they were given one after the other, each lot committed before the next. Not Prisma: it takes a lock.
 */
export async function numberStreamEvents(db: Queryable): Promise<void> {
  let last: string | null;
  do {
    const { rows } = await db.query<{ last: string | null }>(NUMBER);
    last = rows[0]!.last;
  } while (last !== null); // a lot is two thousand
}

const NUMBER = { name: 'number-stream-events', text: 'select number_stream_events() as last' };
