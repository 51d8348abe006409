import type { Queryable } from '../connection/open-database.ts';

/** Records an erasure whose objects are still to be deleted; returns its id. */
export async function recordErasure(
  tx: Queryable,
  { objectKeys, counts }: { objectKeys: readonly string[]; counts: object },
): Promise<string> {
  const sql = 'insert into erasures (object_keys, counts) values ($1::text[], $2::jsonb) returning id';
  const { rows } = await tx.query<{ id: string }>(sql, [objectKeys, JSON.stringify(counts)]);
  return rows[0]!.id;
}

/** Erasures whose objects are not deleted yet: this one, and those of processes that were killed. */
export async function listOpenErasures(db: Queryable): Promise<{ id: string; objectKeys: string[] }[]> {
  const sql = `select id, object_keys as "objectKeys" from erasures where finished_at is null order by created_at`;
  return (await db.query<{ id: string; objectKeys: string[] }>(sql)).rows;
}

/** Records that the objects of an erasure are deleted. */
export async function finishErasure(db: Queryable, id: string): Promise<void> {
  await db.query(`update erasures set object_keys = '{}', finished_at = now() where id = $1`, [id]);
}
