import type { OperationKind } from '@trunkline/telephony/operations';
import type { GapClass } from '@trunkline/telephony/reconciliation';
import { REPLAYABLE_STATES, type DeliveryState } from '@trunkline/telephony/webhooks';
import { inList } from '../connection/in-list.ts';
import { callConditions, type CallFilter } from '../calls/call-filter.ts';
import { orderOf } from '../calls/call-order.ts';
import { findCalls } from '../calls/find-calls.ts';
import { openConditions } from '../connection/conditions.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { inboxConditions, type InboxConditions, type InboxFilter } from '../inbox/inbox-filter.ts';
import { isOpenGap } from '../reconciliation/is-open-gap.ts';

type CallbackKinds = Extract<OperationKind, `dead-letters.${string}` | `quarantined.${string}`>;
type RedriveFilter = {
  endpointId?: string | undefined;
  state?: DeliveryState | undefined;
  event?: string | undefined;
};
type GapFilter = { classes?: readonly GapClass[] | undefined; callSid?: string | undefined };

/** What an operation changes: its kind, and the filter of the list of that kind. */
export type OperationTargets =
  | { kind: CallbackKinds; filter: InboxFilter }
  | { kind: 'webhook-deliveries.redrive'; filter: RedriveFilter }
  | { kind: 'gaps.heal'; filter: GapFilter }
  | { kind: 'calls.fetch'; filter: CallFilter };

/** Rows of a table as SQL, their parameters from $1 on, and the column by which a preview groups them. */
type SelectedTargets = InboxConditions & { table: string; group: 'call_sid' | 'endpoint_id' };

/** The rows that an operation would change now. */
export async function selectTargets(tx: Scoped, targets: OperationTargets): Promise<SelectedTargets> {
  if (targets.kind === 'calls.fetch') return selectCalls(tx, targets.filter);
  if (targets.kind === 'webhook-deliveries.redrive') return selectDeliveries(targets.filter);
  if (targets.kind === 'gaps.heal') return selectGaps(targets.filter);
  const state = targets.kind.startsWith('dead-letters.') ? 'dead_letter' : 'quarantined';
  return {
    table: 'twilio_webhook_inbox',
    group: 'call_sid',
    ...inboxConditions({ ...targets.filter, states: [state] }),
  };
}

/** A call that is only scheduled has no SID by which Twilio could be asked. */
async function selectCalls(tx: Scoped, filter: CallFilter): Promise<SelectedTargets> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const { reads, filters } = callConditions(tx, filter, await findCalls(tx, filter), orderOf(), bind);
  const where = ['c.call_sid is not null', ...[...reads, ...filters].map((condition) => condition())].join(' and ');
  return { table: 'calls c', group: 'call_sid', where, values };
}

function selectDeliveries({ endpointId, state, event }: RedriveFilter): SelectedTargets {
  const { values, conditions, add } = openConditions();
  conditions.push(`state in ${inList(REPLAYABLE_STATES)}`); // as the partial index has it
  add(endpointId, (parameter) => `endpoint_id = ${parameter}::bigint`);
  add(state, (parameter) => `state = ${parameter}`);
  add(event, (parameter) => `event = ${parameter}`);
  return { table: 'webhook_deliveries', group: 'endpoint_id', where: conditions.join(' and '), values };
}

function selectGaps({ classes, callSid }: GapFilter): SelectedTargets {
  const { values, conditions, add, addOneOf } = openConditions();
  conditions.push(isOpenGap('callback_gaps'));
  addOneOf('class', classes);
  add(callSid, (parameter) => `call_sid = ${parameter}`);
  return { table: 'callback_gaps', group: 'call_sid', where: conditions.join(' and '), values };
}
