import { isTerminal, type CallStatus, type Direction } from '@trunkline/telephony/calls';
import { openConditions } from '../connection/conditions.ts';

/** Selects calls; an absent field restricts nothing. Began in `[startedAfter, startedBefore)`. */
export type CallFilter = {
  statuses?: readonly CallStatus[] | undefined;
  directions?: readonly Direction[] | undefined;
  /** The external number, E.164. */
  number?: string | undefined;
  orderId?: string | undefined;
  isLive?: boolean | undefined;
  startedAfter?: Date | undefined;
  startedBefore?: Date | undefined;
};

/** The filter as conditions over a call `c` that began at `began` (SQL), with their parameters from $1 on. */
export function callConditions(filter: CallFilter, began: string): { conditions: string[]; values: unknown[] } {
  const { values, conditions, add, addOneOf } = openConditions();
  const { statuses, isLive } = filter;
  addOneOf('c.status', statuses);
  if (statuses?.every(isTerminal)) conditions.push('c.is_final'); // matches the partial indexes
  if (statuses?.every((status) => isTerminal(status) && status !== 'completed'))
    conditions.push(`c.ended_reason <> 'completed'`);
  if (statuses?.every((status) => !isTerminal(status))) conditions.push('not c.is_final');
  addOneOf('c.direction', filter.directions);
  add(filter.number, (e164) => `c.conversation_id = (select k.id from conversations k where k.external_id = ${e164})`);
  add(filter.orderId, (id) => `c.order_id = ${id}`);
  add(filter.startedAfter, (time) => `${began} >= ${time}`);
  add(filter.startedBefore, (time) => `${began} < ${time}`);
  if (isLive !== undefined) conditions.push(isLive ? 'not c.is_final and c.call_sid is not null' : 'c.is_final');
  return { conditions, values };
}
