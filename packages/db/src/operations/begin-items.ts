import type { OperationKind } from '@trunkline/telephony/operations';
import { REPLAYABLE_STATES } from '@trunkline/telephony/webhooks';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { REPLAY } from '../inbox/dead-letters.ts';
import { DECIDE } from '../inbox/quarantine.ts';
import { ASKED_AGAIN } from '../reconciliation/call-lookups.ts';
import { isOpenGap } from '../reconciliation/is-open-gap.ts';

/** How many items were begun, settled at once, or skipped. */
export type BegunItems = { begun: number; ok: number; skipped: number };

/**
 * Begins the next items of an operation, the oldest rows first: changes their rows and their own state by one statement, so
 * that none is begun twice. A row that has left its state meanwhile is skipped. Call it with the operation locked.
 */
export async function beginItems(
  tx: Queryable,
  { id, kind, reason }: { id: string; kind: OperationKind; reason: string },
  limit: number,
): Promise<BegunItems> {
  const { rows } = await tx.query<BegunItems>(sqlOf(kind), [id, limit, reason]);
  return rows[0]!;
}

const sqlOf = (kind: OperationKind): string => `
with next as materialized (
  select target_id from operation_items where operation_id = $1::bigint and state = 'waiting' order by target_id limit $2
  for update skip locked
),
${CHANGES[kind]},
begun as (
  update operation_items set begun_at = now(), state = case
    when not exists (select from changed c where c.id = target_id) then 'skipped' else '${afterChange(kind)}' end
  where operation_id = $1::bigint and target_id = any(array(select target_id from next)) returning state
)
select count(*) filter (where state = 'begun')::integer as begun, count(*) filter (where state = 'ok')::integer as ok,
  count(*) filter (where state = 'skipped')::integer as skipped
from begun where $3::text is not null`;

const afterChange = (kind: OperationKind): 'begun' | 'ok' => (kind.endsWith('.discard') ? 'ok' : 'begun');

/** Found by their keys: a join would be planned as a scan of the inbox. Locked in the order of their ids. */
const NEXT = 'any(array(select target_id from next order by target_id))';
const changed = (update: string): string => `changed as (${update} returning t.id)`;
const callbacks = (state: string, set: string): string =>
  changed(`update twilio_webhook_inbox t set ${set} where t.id = ${NEXT} and t.processing_status = '${state}'`);

/** Statements of a `with`, of which `changed` returns the ids of the rows that were changed. */
const CHANGES: Readonly<Record<OperationKind, string>> = {
  'dead-letters.replay': callbacks('dead_letter', REPLAY.set('$3')),
  'dead-letters.discard': callbacks('dead_letter', DECIDE.discard('$3')),
  'quarantined.release': callbacks('quarantined', DECIDE.release('$3')),
  'quarantined.discard': callbacks('quarantined', DECIDE.discard('$3')),
  'webhook-deliveries.redrive': changed(`
    update webhook_deliveries t set state = 'queued', attempts = 0, next_attempt_at = greatest(now(), e.paused_until)
    from webhook_endpoints e
    where t.id = ${NEXT} and t.state in ${inList(REPLAYABLE_STATES)} and e.id = t.endpoint_id and e.state = 'active'`),
  'gaps.heal': changed(`
    update callback_gaps t set heal_requested_at = now(), heal_due_at = now(), heal_error = null
    where t.id = ${NEXT} and ${isOpenGap('t')}`),
  'calls.fetch': `asked as (
    insert into call_lookups (call_sid, account_sid, inbox_id, requested_at, next_attempt_at)
    select t.call_sid, t.account_sid, 0, now(), now() from calls t where t.id = ${NEXT} and t.call_sid is not null
    on conflict (call_sid) do update set ${ASKED_AGAIN}
    returning call_sid
  ),
  changed as (select t.id from calls t where t.call_sid = any(array(select call_sid from asked)))`,
};
