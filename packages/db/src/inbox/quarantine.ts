import type { InboxState } from '@trunkline/telephony/inbox';
import type { Scoped } from '../connection/with-actor.ts';
import { groupErrors, type ErrorGroup } from './group-errors.ts';
import { inboxConditions, type InboxConditions, type InboxFilter } from './inbox-filter.ts';

/** `release` applies a quarantined callback after all, `discard` never does. The reason is a person's. */
export type QuarantineDecision = { decision: 'release' | 'discard'; reason: string };

/** The hundred largest groups of quarantined callbacks that match the filter, by kind and reason, largest first. */
export const groupQuarantined = (tx: Scoped, filter: InboxFilter): Promise<ErrorGroup[]> =>
  groupErrors(tx, { ...filter, states: ['quarantined'] });

/** How many quarantined callbacks `decideQuarantined` would change now. */
export async function countQuarantined(tx: Scoped, filter: InboxFilter, limit?: number): Promise<number> {
  const { where, values } = quarantined(filter, limit);
  const sql = `select count(*)::integer as count from twilio_webhook_inbox where ${where}`;
  return (await tx.query<{ count: number }>(sql, values)).rows[0]!.count;
}

/** Outcome of a decision about one row; `state` is that of a row which is not quarantined. */
export type DecisionOutcome = { outcome: 'decided' | 'unknown' } | { outcome: 'not-quarantined'; state: InboxState };

/** Releases or discards one quarantined callback. A released one is enqueued by the relay within a second. */
export async function decideQuarantinedRow(
  tx: Scoped,
  id: string,
  { decision, reason }: QuarantineDecision,
): Promise<DecisionOutcome> {
  const sql = `${CHANGES[decision]} where id = $2::bigint and processing_status = 'quarantined'`;
  const { rowCount } = await tx.query(sql, [reason, id]);
  if (rowCount === 1) return { outcome: 'decided' };
  const { rows } = await tx.query<{ state: InboxState }>(
    'select processing_status as state from twilio_webhook_inbox where id = $1::bigint',
    [id],
  );
  return rows[0] ? { outcome: 'not-quarantined', state: rows[0].state } : { outcome: 'unknown' };
}

/** Releases or discards matching callbacks, with a limit the oldest; returns how many. */
export async function decideQuarantined(
  tx: Scoped,
  filter: InboxFilter,
  { decision, reason }: QuarantineDecision,
  limit?: number,
): Promise<number> {
  const { where, values } = quarantined(filter, limit);
  const sql = `${CHANGES[decision].replace('$1', `$${values.length + 1}`)} where ${where}`;
  return (await tx.query(sql, [...values, reason])).rowCount ?? 0;
}

/** A released row keeps why it was quarantined, behind the reason of its release. */
const CHANGES = {
  release: `
update twilio_webhook_inbox set
  processing_status = 'pending', retry_count = 0, generation = generation + 1, next_attempt_at = now(),
  decision_reason = left($1::text || coalesce(' (was quarantined: ' || error || ')', ''), 3000), error = null`,
  discard: `
update twilio_webhook_inbox set processing_status = 'discarded', processed_at = now(), decision_reason = $1::text`,
} as const;

/** With a limit: those up to the id of the last one within it. */
function quarantined(filter: InboxFilter, limit?: number): InboxConditions {
  const { where, values } = inboxConditions({ ...filter, states: ['quarantined'] });
  if (limit === undefined) return { where, values };
  const first = `select id from twilio_webhook_inbox where ${where} order by id limit $${values.length + 1}`;
  return { where: `${where} and id <= (select max(id) from (${first}) first)`, values: [...values, limit] };
}
