import type { Queryable } from '../connection/open-database.ts';

/** Leaves a queued intent alone until then, and says why. Not Prisma: the guard is in the statement. */
export async function deferIntent(db: Queryable, id: string, until: Date, why: string): Promise<void> {
  const sql = `
    update call_intents set next_attempt_at = $2, error = $3, updated_at = now() where id = $1 and state = 'queued'`;
  await db.query({ name: 'defer-intent', text: sql, values: [id, until, why] });
}
