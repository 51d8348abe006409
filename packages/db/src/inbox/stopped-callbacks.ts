import type { InboxState, STOPPED_INBOX_STATES } from '@trunkline/telephony/inbox';
import type { Scoped } from '../connection/with-actor.ts';
import { inboxConditions, type InboxConditions, type InboxFilter } from './inbox-filter.ts';

/** A state that a callback leaves by a person's decision alone. */
type StoppedState = (typeof STOPPED_INBOX_STATES)[number];

/** The `set` clause of a change; `reason` stands for the parameter with its reason. */
export type Change = { set: (reason: string) => string; reason?: string };

/** Outcome of changing one row; `state` is that of a row in another state than the expected one. */
export type ChangeOutcome = { outcome: 'changed' | 'unknown' } | { outcome: 'other-state'; state: InboxState };

/** How many callbacks `changeStopped` would change now. */
export async function countStopped(
  tx: Scoped,
  state: StoppedState,
  filter: InboxFilter,
  limit?: number,
): Promise<number> {
  const { where, values } = stopped(state, filter, limit);
  const sql = `select count(*)::integer as count from twilio_webhook_inbox where ${where}`;
  return (await tx.query<{ count: number }>(sql, values)).rows[0]!.count;
}

/** Changes one callback that is in this state. */
export async function changeStoppedRow(
  tx: Scoped,
  state: StoppedState,
  id: string,
  { set, reason }: Change,
): Promise<ChangeOutcome> {
  const update = `update twilio_webhook_inbox set ${set('$2')} where id = $1::bigint and processing_status = '${state}'`;
  const { rowCount } = await tx.query(update, reason === undefined ? [id] : [id, reason]);
  if (rowCount === 1) return { outcome: 'changed' };
  const sql = 'select processing_status as state from twilio_webhook_inbox where id = $1::bigint';
  const { rows } = await tx.query<{ state: InboxState }>(sql, [id]);
  return rows[0] ? { outcome: 'other-state', state: rows[0].state } : { outcome: 'unknown' };
}

/** Changes the matching callbacks that are in this state, with a limit the oldest; returns how many. */
export async function changeStopped(
  tx: Scoped,
  state: StoppedState,
  filter: InboxFilter,
  { set, reason }: Change,
  limit?: number,
): Promise<number> {
  const { where, values } = stopped(state, filter, limit);
  const sql = `update twilio_webhook_inbox set ${set(`$${values.length + 1}`)} where ${where}`;
  return (await tx.query(sql, reason === undefined ? values : [...values, reason])).rowCount ?? 0;
}

/** With a limit: those up to the id of the last one within it. */
function stopped(state: StoppedState, filter: InboxFilter, limit?: number): InboxConditions {
  const { where, values } = inboxConditions({ ...filter, states: [state] });
  if (limit === undefined) return { where, values };
  const first = `select id from twilio_webhook_inbox where ${where} order by id limit $${values.length + 1}`;
  return { where: `${where} and id <= (select max(id) from (${first}) first)`, values: [...values, limit] };
}
