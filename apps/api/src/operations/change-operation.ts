import type { Permission } from '@trunkline/access';
import { rowIdParam } from '@trunkline/api-contract/http';
import { operation } from '@trunkline/api-contract/operations';
import type { Scoped } from '@trunkline/db/connection';
import { changeOperation, findOperation, type Operation, type OperationChange } from '@trunkline/db/operations';
import { OPERATION_MACHINE, type OperationKind } from '@trunkline/telephony/operations';
import { statesAfter } from '@trunkline/telephony/states';
import { isRowId } from '../http/ids.ts';
import { forbidden, Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';

/** What an operation of each kind needs, as the endpoint that changes one row does. */
export const PERMISSION_OF: Readonly<Record<OperationKind, Permission>> = {
  'dead-letters.replay': 'inbox.replay',
  'dead-letters.discard': 'inbox.decide',
  'quarantined.release': 'inbox.decide',
  'quarantined.discard': 'inbox.decide',
  'webhook-deliveries.redrive': 'webhooks.manage',
  'gaps.heal': 'reconciliation.sync',
  'calls.fetch': 'reconciliation.sync',
};

/** The endpoint of a change by a person: its state must allow it, and the principal what the kind needs. */
export const changeOperationRoute = (change: OperationChange, summary: string, description: string): Route =>
  route(
    {
      tag: 'Operations',
      operationId: `${change}Operation`,
      method: 'post',
      path: `/api/operations/:id/${change}` as const,
      permission: 'operations.manage',
      summary,
      description,
      params: { id: rowIdParam('operation') },
      answers: { 202: operation },
    },
    async (context) => {
      const { id } = context.params;
      const done = change === 'cancel' ? 'canceled' : `${change}d`;
      const row = await context.change({ event: `operation.${done}`, entity: entityOf }, async (tx) => {
        const { state, kind } = await getOperation(tx, id);
        if (!context.may(PERMISSION_OF[kind])) throw forbidden();
        const changed = await changeOperation(tx, id, change);
        if (changed) return changed;
        throw new Problem('invalid_state_transition', `The operation is ${state}: it cannot be ${done}.`, {
          current_state: state,
          allowed_transitions: statesAfter(OPERATION_MACHINE, state),
        });
      });
      return { status: 202, json: present(row) };
    },
  );

/** How the audit names an operation. */
export const entityOf = ({ id }: Operation): string => `operation:${id}`;

/** Throws a 404 for an unknown one. */
export async function getOperation(tx: Scoped, id: string): Promise<Operation> {
  const found = isRowId(id) ? await findOperation(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No operation with this id is known. They are kept for 30 days.');
  return found;
}
