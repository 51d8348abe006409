import { KEPT_ERRORS, type OperationKind } from '@trunkline/telephony/operations';
import { UNFINISHED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { REPLAYABLE_STATES } from '@trunkline/telephony/webhooks';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

/** How many of the begun items settled now, and the first errors among them. */
export type SettledItems = { ok: number; failed: number; errors: { id: string; error: string }[] };

/** Settles the begun items of an operation whose rows show what came of them. Call it with the operation locked. */
export async function settleItems(
  tx: Queryable,
  { id, kind }: { id: string; kind: OperationKind },
): Promise<SettledItems> {
  const { rows } = await tx.query<SettledItems>(sqlOf(kind), [id]);
  return rows[0]!;
}

/** A subquery for each item, found by its key: at most two thousand are begun at a time. */
const sqlOf = (kind: OperationKind): string => `
with result as materialized (
  select i.target_id, coalesce(r.state, case when r.found then null else 'failed' end) as state,
    case when r.found then r.error else 'The row is gone.' end as error
  from operation_items i left join lateral (${RESULTS[kind]}) r on true
  where i.operation_id = $1::bigint and i.state = 'begun'
),
settled as (
  update operation_items i set state = r.state, settled_at = now(), error = case when r.state = 'failed' then left(r.error, 500) end
  from result r
  where i.operation_id = $1::bigint and i.target_id = r.target_id and r.state is not null
  returning i.target_id, i.state, i.error
)
select count(*) filter (where state = 'ok')::integer as ok, count(*) filter (where state = 'failed')::integer as failed,
  coalesce((select json_agg(json_build_object('id', target_id::text, 'error', coalesce(error, ''))) from (
    select target_id, error from settled where state = 'failed' order by target_id limit ${KEPT_ERRORS}) first), '[]') as errors
from settled`;

/** Of the row of an item: whether it is there, its result if there is one, and its error. */
const CALLBACK = `
  select true as found, case when t.processing_status = 'completed' then 'ok'
    when t.processing_status not in ${inList(UNFINISHED_INBOX_STATES)} then 'failed' end as state,
    coalesce(t.error, 'It was discarded.') as error
  from twilio_webhook_inbox t where t.id = i.target_id`;

const RESULTS: Readonly<Record<OperationKind, string>> = {
  'dead-letters.replay': CALLBACK,
  'dead-letters.discard': CALLBACK,
  'quarantined.release': CALLBACK,
  'quarantined.discard': CALLBACK,
  'webhook-deliveries.redrive': `
  select true as found, case when t.state = 'delivered' then 'ok'
    when t.state in ${inList(REPLAYABLE_STATES)} or (t.state = 'queued' and t.attempts > 0)
      or (t.state = 'queued' and e.state <> 'active') then 'failed' end as state,
    case when t.state = 'queued' and t.attempts = 0 then 'Its endpoint is disabled or off.'
      when t.state = 'queued' then coalesce(t.error, '') || ' It is tried again by its own schedule.'
      else t.error end as error
  from webhook_deliveries t join webhook_endpoints e on e.id = t.endpoint_id where t.id = i.target_id`,
  // facts that Twilio showed are applied within seconds, and close the gap in the next hot tick
  'gaps.heal': `
  select true as found, case when t.healed_at is not null then 'ok'
    when t.ignored_at is not null
      or t.heal_due_at is null and (t.heal_error is not null or t.heal_asked_at < now() - interval '3 minutes') then 'failed' end as state,
    case when t.ignored_at is not null then 'A person ignored it meanwhile.'
      else coalesce(t.heal_error, 'Twilio shows nothing that closes it.') end as error
  from callback_gaps t where t.id = i.target_id`,
  'calls.fetch': `
  select true as found, case l.state when 'due' then null when 'found' then 'ok' else 'failed' end as state,
    case l.state when 'unknown' then 'Twilio does not know the call.' else coalesce(l.error, 'Twilio did not answer.') end as error
  from calls t join call_lookups l on l.call_sid = t.call_sid where t.id = i.target_id`,
};
