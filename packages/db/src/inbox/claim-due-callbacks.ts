import type { Queryable } from '../connection/open-database.ts';

export type DueCallback = { id: string; generation: number; retryCount: number };

/**
 * Takes up to `limit` unfinished rows whose next attempt is due, counts a generation on each and moves the next one
 * away (4 s doubled by generation, at most a minute, with jitter). Two relays never get the same row. Not Prisma: `skip locked`.
 */
export async function claimDueCallbacks(db: Queryable, limit: number): Promise<DueCallback[]> {
  const { rows } = await db.query<DueCallback>({ name: 'claim-due-callbacks', text: SQL, values: [limit] });
  return rows;
}

const SQL = `
with due as (
  select id from twilio_webhook_inbox
  where processing_status in ('pending', 'processing', 'failed') and next_attempt_at <= now()
  order by next_attempt_at limit $1 for update skip locked
)
update twilio_webhook_inbox i set
  generation = i.generation + 1,
  next_attempt_at = now() + interval '1 second' * least(60, 4 * 2 ^ least(i.generation, 4)) * (0.75 + random() / 2)
from due where i.id = due.id
returning i.id, i.generation, i.retry_count as "retryCount"`;
