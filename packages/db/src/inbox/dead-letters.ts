import type { InboxState } from '@trunkline/telephony/inbox';
import type { Scoped } from '../connection/with-actor.ts';
import { groupErrors, type ErrorGroup } from './group-errors.ts';
import { inboxConditions, type InboxConditions, type InboxFilter } from './inbox-filter.ts';

/** The hundred largest groups of dead letters that match the filter, largest first. */
export const groupDeadLetters = (tx: Scoped, filter: InboxFilter): Promise<ErrorGroup[]> =>
  groupErrors(tx, { ...filter, states: ['dead_letter'] });

/** How many dead letters `replayDeadLetters` would replay now. */
export async function countDeadLetters(tx: Scoped, filter: InboxFilter, limit?: number): Promise<number> {
  const { where, values } = deadLetters(filter, limit);
  const sql = `select count(*)::integer as count from twilio_webhook_inbox where ${where}`;
  return (await tx.query<{ count: number }>(sql, values)).rows[0]!.count;
}

/** Outcome of replaying one row; `state` is that of a row which is no dead letter. */
export type ReplayOutcome = { outcome: 'replayed' | 'unknown' } | { outcome: 'not-dead'; state: InboxState };

/** Sets one dead letter back to pending; the relay enqueues it within a second. */
export async function replayDeadLetter(tx: Scoped, id: string): Promise<ReplayOutcome> {
  const { rowCount } = await tx.query(`${REPLAY} where id = $1::bigint and processing_status = 'dead_letter'`, [id]);
  if (rowCount === 1) return { outcome: 'replayed' };
  const sql = `select processing_status as state from twilio_webhook_inbox where id = $1::bigint`;
  const { rows } = await tx.query<{ state: InboxState }>(sql, [id]);
  return rows[0] ? { outcome: 'not-dead', state: rows[0].state } : { outcome: 'unknown' };
}

/** Sets matching dead letters back to pending, with a limit the oldest; returns how many. */
export async function replayDeadLetters(tx: Scoped, filter: InboxFilter, limit?: number): Promise<number> {
  const { where, values } = deadLetters(filter, limit);
  return (await tx.query(`${REPLAY} where ${where}`, values)).rowCount ?? 0;
}

const REPLAY = `
update twilio_webhook_inbox set
  processing_status = 'pending', retry_count = 0, error = null, generation = generation + 1, next_attempt_at = now()`;

/** With a limit: those up to the id of the last one within it. */
function deadLetters(filter: InboxFilter, limit?: number): InboxConditions {
  const { where, values } = inboxConditions({ ...filter, states: ['dead_letter'] });
  if (limit === undefined) return { where, values };
  const first = `select id from twilio_webhook_inbox where ${where} order by id limit $${values.length + 1}`;
  return { where: `${where} and id <= (select max(id) from (${first}) first)`, values: [...values, limit] };
}
