import type { Scoped } from '@trunkline/db/connection';
import { findOrder, type OrderRow } from '@trunkline/db/dialing';
import { isRowId } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';

/** The order with this id. Throws a 404 if the actor may not see it, or if there is none. */
export async function getOrder(tx: Scoped, id: string): Promise<OrderRow> {
  const found = isRowId(id) ? await findOrder(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No order with this id is known.');
  return found;
}

/** Throws a 409 for an order that is closed or has no reader. */
export function refuseClosed({ status, readerId }: OrderRow): void {
  const members = { current_state: status, allowed_transitions: [] };
  if (status !== 'open') throw new Problem('invalid_state_transition', `The order is ${status}.`, members);
  if (readerId === null)
    throw new Problem('invalid_state_transition', 'The order has no reader yet. Assign one first.', members);
}
