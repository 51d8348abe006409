import type { Queryable } from '../connection/open-database.ts';

/**
 * The readers and clients with whose orders the events after one number up to another have to do. Not Prisma: a function
 * that looks at calls, which the API's own login may not.
 */
export async function listStreamAudience(db: Queryable, after: number, upto: number): Promise<Set<string>> {
  const { rows } = await db.query<{ person: string }>({
    name: 'list-stream-audience',
    text: SQL,
    values: [after, upto],
  });
  return new Set(rows.map(({ person }) => person));
}

const SQL = 'select person from stream_audience($1, $2) person';
