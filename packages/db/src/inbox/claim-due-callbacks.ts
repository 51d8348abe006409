import { UNFINISHED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { JITTER } from '../connection/jitter.ts';

export type DueCallback = { id: string; generation: number; retryCount: number };

/**
 * Claims up to `limit` unfinished rows that are due and increments their generation; the next attempt is due in 4 s,
 * doubled by generation up to a minute, with jitter. `skip locked`: two relays never claim the same row.
 */
export async function claimDueCallbacks(db: Queryable, limit: number): Promise<DueCallback[]> {
  const { rows } = await db.query<DueCallback>({ name: 'claim-due-callbacks', text: DUE, values: [limit] });
  return rows;
}

/** The same, and also rows that are not due yet because their first job still counts: for times without a queue. */
export async function claimFreshCallbacks(db: Queryable, limit: number): Promise<DueCallback[]> {
  const { rows } = await db.query<DueCallback>({ name: 'claim-fresh-callbacks', text: FRESH, values: [limit] });
  return rows;
}

const claimWhere = (isDue: string) => `
with due as (
  select id from twilio_webhook_inbox
  where processing_status in ${inList(UNFINISHED_INBOX_STATES)} and ${isDue}
  order by next_attempt_at limit $1 for update skip locked
)
update twilio_webhook_inbox i set
  generation = i.generation + 1,
  next_attempt_at = now() + interval '1 second' * least(60, 4 * 2 ^ least(i.generation, 4)) * ${JITTER}
from due where i.id = due.id
returning i.id, i.generation, i.retry_count as "retryCount"`;

const DUE = claimWhere('next_attempt_at <= now()');
const FRESH = claimWhere('(next_attempt_at <= now() or generation = 0)');
