import type { Queryable } from '../connection/open-database.ts';
import { inboxConditions, type InboxConditions, type InboxFilter, type InboxState } from './inbox-filter.ts';

/** What became of the wish to replay one row; `state` is the one that a row which is no dead letter has. */
export type ReplayOutcome = { outcome: 'replayed' | 'unknown' } | { outcome: 'not-dead'; state: InboxState };

/** Puts one dead letter back to pending; the relay takes it up within a second. Not Prisma: the guard is in the statement. */
export async function replayDeadLetter(db: Queryable, id: string): Promise<ReplayOutcome> {
  const { rowCount } = await db.query(`${REPLAY} where id = $1::bigint and processing_status = 'dead_letter'`, [id]);
  if (rowCount === 1) return { outcome: 'replayed' };
  const sql = `select processing_status as state from twilio_webhook_inbox where id = $1::bigint`;
  const { rows } = await db.query<{ state: InboxState }>(sql, [id]);
  return rows[0] ? { outcome: 'not-dead', state: rows[0].state } : { outcome: 'unknown' };
}

/** Puts the dead letters that fit back to pending, the oldest first where there is a limit; returns how many. */
export async function replayDeadLetters(db: Queryable, filter: InboxFilter, limit?: number): Promise<number> {
  const { where, values } = deadLetters(filter, limit);
  return (await db.query(`${REPLAY} where ${where}`, values)).rowCount ?? 0;
}

/** How many dead letters `replayDeadLetters` would replay now. */
export async function countDeadLetters(db: Queryable, filter: InboxFilter, limit?: number): Promise<number> {
  const { where, values } = deadLetters(filter, limit);
  const sql = `select count(*)::integer as count from twilio_webhook_inbox where ${where}`;
  return (await db.query<{ count: number }>(sql, values)).rows[0]!.count;
}

const REPLAY = `
update twilio_webhook_inbox set
  processing_status = 'pending', retry_count = 0, error = null, generation = generation + 1, next_attempt_at = now()`;

/** With a limit: those up to the id of the last one within it. */
function deadLetters(filter: InboxFilter, limit: number | undefined): InboxConditions {
  const { where, values } = inboxConditions({ ...filter, states: ['dead_letter'] });
  if (limit === undefined) return { where, values };
  const first = `select id from twilio_webhook_inbox where ${where} order by id limit $${values.length + 1}`;
  return { where: `${where} and id <= (select max(id) from (${first}) first)`, values: [...values, limit] };
}
