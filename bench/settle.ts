import type { Queryable } from '@trunkline/db/connection';

/** After a database was filled: its plans are those of its size, and no write of the filling falls into the measurement. */
export async function settle(db: Queryable): Promise<void> {
  await db.query('vacuum analyze');
  await db.query('checkpoint');
}
