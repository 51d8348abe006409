import type { CallSort } from '@trunkline/telephony/calls';
import { beganAt, firstGiven, isBeyond, positionOf, timeOf } from '../connection/latest-first.ts';

/** An order of calls as SQL over a call under an alias; positions are as `POSITION` has them. */
export type CallOrder = {
  isByStart: boolean;
  key: (call: string) => string;
  /** The list of `order by`, over a key and an id. */
  by: (key: string, id: string) => string;
  position: (key: string, id: string) => string;
  /** True for calls that follow the position in this parameter, and for all of them where it is null. */
  follows: (parameter: string, key: string, id: string) => string;
};

/** A call without a duration is listed below those of 0 s. */
export const durationOf = (call: string): string => firstGiven(`${call}.duration_sec`, '-1');

const STARTED = {
  isByStart: true,
  key: beganAt,
  position: positionOf,
  keyOf: timeOf,
};
const DURATION = {
  isByStart: false,
  key: durationOf,
  position: (key: string, id: string) => `${key} + 1 || '.' || ${id}`, // a position has no sign
  keyOf: (number: string) => `(${number} - 1)::integer`,
};

export function orderOf(sort: CallSort = '-started_at'): CallOrder {
  const { keyOf, ...order } = sort.endsWith('started_at') ? STARTED : DURATION;
  const [direction, sign] = sort.startsWith('-') ? ['desc', '<'] : ['asc', '>'];
  return {
    ...order,
    by: (key, id) => `${key} ${direction}, ${id} ${direction}`,
    follows: (parameter, key, id) => isBeyond(parameter, `(${key}, ${id}) ${sign}`, keyOf),
  };
}
