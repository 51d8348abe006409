import { statusShown } from '../calls/call-status.ts';
import type { CallStatus } from '../calls/call.ts';
import type { LiveSearch } from './live-search.ts';
import type { FloorRow } from './recently-ended.ts';

/** The rows that the filters choose. One that has just ended stays. */
export const chosenOf = (rows: readonly FloorRow[], { status, direction }: LiveSearch): FloorRow[] =>
  rows.filter(
    (row) =>
      (!status || status.includes(row.status) || row.hasLeft) &&
      (!direction || direction.some((each) => each === row.direction)),
  );

type Choice = { name: string; count: number; isOn: boolean; next: LiveSearch };

const SHOWN: readonly CallStatus[] = ['ringing', 'in-progress'];

/** Filters with the number of calls that each would show. */
export function choicesOf(rows: readonly FloorRow[], search: LiveSearch): Choice[] {
  const live = rows.filter(({ hasLeft }) => !hasLeft);
  const states = SHOWN.map((status): Choice => {
    const isOn = search.status?.includes(status) ?? false;
    const count = live.filter((row) => row.status === status).length;
    return { name: statusShown(status).words, count, isOn, next: { status: isOn ? undefined : [status] } };
  });
  const directions = (['inbound', 'outbound'] as const).map((direction): Choice => {
    const isOn = search.direction?.includes(direction) ?? false;
    const count = live.filter((row) => row.direction === direction).length;
    const name = direction === 'inbound' ? 'Inbound' : 'Outbound';
    return { name, count, isOn, next: { direction: isOn ? undefined : [direction] } };
  });
  const isAll = !search.status && !search.direction;
  const all = { name: 'All', count: live.length, isOn: isAll, next: { status: undefined, direction: undefined } };
  return [all, ...states, ...directions];
}

/** The filters that are on, as a list that a person reads. */
export const filtersInWords = ({ status, direction }: LiveSearch): string[] => [
  ...(status ? [`State: ${status.map((each) => statusShown(each).words).join(' or ')}`] : []),
  ...(direction ? [`Direction: ${direction.join(' or ')}`] : []),
];
