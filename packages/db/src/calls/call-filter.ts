import { DROP_REASONS, isDropped, isTerminal, type CallStatus, type Direction } from '@trunkline/telephony/calls';
import type { Search } from '@trunkline/telephony/search';
import { inList } from '../connection/in-list.ts';
import { beganAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { durationOf, type CallOrder } from './call-order.ts';
import { seesAllCalls } from './sees-all-calls.ts';
import { hasOpenGap, isFound, matches, type FoundCalls } from './find-calls.ts';

/** Selects calls; an absent field restricts nothing. Began in `[startedAfter, startedBefore)`. */
export type CallFilter = {
  search?: Search | undefined;
  statuses?: readonly CallStatus[] | undefined;
  directions?: readonly Direction[] | undefined;
  /** The external number, E.164. */
  number?: string | undefined;
  orderId?: string | undefined;
  /** The reader of the call's order. */
  agentId?: string | undefined;
  isLive?: boolean | undefined;
  startedAfter?: Date | undefined;
  startedBefore?: Date | undefined;
  /** Seconds, both inclusive. */
  durationMin?: number | undefined;
  durationMax?: number | undefined;
  hasRecording?: boolean | undefined;
  /** A callback of the call is missing. */
  hasGap?: boolean | undefined;
  hasSiren?: boolean | undefined;
};

/** A condition over a call `c`, written when its parameters are bound. */
type Condition = () => string;
/** An index serves those of `reads`, in the order of the list; `filters` are checked row by row. */
export type CallConditions = { reads: Condition[]; filters: Condition[] };

const DROPPED = inList(DROP_REASONS);

/**
 * The filter as conditions; `bind` makes a parameter of a value. Of the conditions with an index of their own the one with
 * the fewest calls is read: first those that few calls satisfy (`few`), then those whose index has the order of the start.
 */
export function callConditions(
  tx: Scoped,
  filter: CallFilter,
  found: FoundCalls,
  order: CallOrder,
  bind: (value: unknown) => string,
): CallConditions {
  const always: Condition[] = [];
  const few: Condition[] = [];
  const inOrder: Condition[] = [];
  const filters: Condition[] = [];
  const { statuses, directions, search } = filter;
  const given = <T>(value: T | undefined, to: Condition[], condition: (value: T) => string) =>
    value !== undefined && to.push(() => condition(value));

  given(filter.startedAfter, always, (time) => `${beganAt('c')} >= ${bind(time)}`);
  given(filter.startedBefore, always, (time) => `${beganAt('c')} < ${bind(time)}`);
  given(filter.durationMin, always, (seconds) => `${durationOf('c')} >= ${bind(seconds)}`);
  given(filter.durationMax, always, (seconds) => `${durationOf('c')} between 0 and ${bind(seconds)}`);

  const { calls, gapSids } = found;
  if (calls) few.push(() => isFound(calls, order, bind));
  else given(search, filters, (wanted) => matches(tx, wanted, bind));
  given(filter.number, few, (e164) => ofNumber(bind(e164)));
  given(filter.orderId, few, (id) => `c.order_id = ${bind(id)}`);
  given(filter.agentId, few, (id) => ofAgent(tx, bind(id)));
  given(filter.hasSiren, filter.hasSiren ? few : filters, (is) => hasSiren(tx, is));
  if (gapSids) few.push(() => `c.call_sid = any(${bind(gapSids)}::varchar[])`);
  else given(filter.hasGap, filters, (is) => `${is ? '' : 'not '}${hasOpenGap('c')}`);
  given(filter.isLive, filter.isLive ? few : filters, isLive);
  given(statuses, filters, (wanted) => `c.status = any(${bind(wanted)}::text[])`);
  if (statuses?.every((status) => !isTerminal(status))) few.push(() => 'not c.is_final');
  else if (statuses?.every(isDropped)) few.push(() => `c.ended_reason in ${DROPPED}`);
  else if (statuses?.every(isUnsuccessful)) inOrder.push(() => `c.ended_reason <> 'completed'`);
  given(filter.hasRecording, filter.hasRecording ? inOrder : filters, isRecorded);
  const [direction, ...others] = directions ?? [];
  if (others.length === 0) given(direction, inOrder, (one) => `c.direction = ${bind(one)}`);
  else given(directions, filters, (wanted) => `c.direction = any(${bind(wanted)}::text[])`);

  const indexed = order.isByStart ? [...few, ...inOrder] : few;
  return {
    reads: [...always, () => tx.rows('calls', 'c'), ...indexed.slice(0, 1)],
    filters: [...filters, ...indexed.slice(1), ...(order.isByStart ? [] : inOrder)],
  };
}

const isUnsuccessful = (status: CallStatus): boolean => isTerminal(status) && status !== 'completed';
const isLive = (is: boolean): string => (is ? 'not c.is_final and c.call_sid is not null' : 'c.is_final');
const isRecorded = (is: boolean): string => `c.recording_sid is ${is ? 'not ' : ''}null`;
const ofNumber = (e164: string): string =>
  `c.conversation_id = (select k.id from conversations k where k.external_id = ${e164})`;
const ofAgent = (tx: Scoped, id: string): string =>
  `c.order_id = any(array(select o.id from orders o where o.reader_id = ${id} and ${tx.rows('orders', 'o')}))`;

/** The column is the staff's; others have had their own sirens. */
function hasSiren(tx: Scoped, is: boolean): string {
  const own = `exists (select from siren_alerts s where s.call_id = c.id and ${tx.rows('siren_alerts', 's')})`;
  return `${is ? '' : 'not '}${seesAllCalls(tx) ? 'c.siren_triggered' : own}`;
}
