import { expect } from '@jest/globals';
import type { Database } from '../../../packages/db/src/connection/open-database.ts';
import { eventually } from '../eventually.ts';

type Pool = Pick<Database, 'pool'>;

/** Process ids of the sessions of this database that listen to a channel; one whose client left may stay a moment. */
export async function listeners({ pool }: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where datname = current_database() and query like 'listen %' and state = 'idle'`,
  );
  return rows.map(({ pid }) => pid);
}

/** Waits until one session listens. Without `noListener` before, it may be one of an earlier test that is ending. */
export const oneListener = (db: Pool): Promise<void> =>
  eventually(async () => expect(await listeners(db)).toHaveLength(1));

/** Waits until no session listens any more. */
export const noListener = (db: Pool): Promise<void> => eventually(async () => expect(await listeners(db)).toEqual([]));

/** Waits until a session of this database, of this application if one is named, waits for a lock. */
export const someoneWaitsForLock = ({ pool }: Pool, application = '%'): Promise<void> =>
  eventually(async () => {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity
       where datname = current_database() and application_name like $1 and wait_event_type = 'Lock'`,
      [application],
    );
    expect(rowCount).toBeGreaterThan(0);
  });
