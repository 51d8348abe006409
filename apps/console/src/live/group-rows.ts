import type { Heading } from '../lists/heading.ts';
import { spacedNumber } from '../parts/phone/spaced-number.ts';
import { ourNumber } from '../calls/our-number.ts';
import { nameOfAgent, type FloorRow } from './floor.ts';
import { liveCallsOf } from './live-filters.ts';
import type { Grouping } from './live-search.ts';

/** The rows in their order, with a heading and the number of live calls above those of each agent or number of ours. A leg is with its call. */
export function groupRows(rows: readonly FloorRow[], by: Grouping | undefined): readonly (FloorRow | Heading)[] {
  if (!by) return rows;
  const calls = new Map(rows.map((row) => [row.call_sid, row]));
  const groups = Map.groupBy(rows, (row) => {
    const call = (row.parent_call_sid && calls.get(row.parent_call_sid)) || row;
    return by === 'agent' ? agentOf(call) : ourNumberOf(call);
  });
  return [...groups]
    .toSorted(([a], [b]) => Number(!a) - Number(!b) || a.localeCompare(b))
    .flatMap(([name, members]): (FloorRow | Heading)[] => [
      {
        id: `group:${name}`,
        heading: name || (by === 'agent' ? 'No agent' : 'No number'),
        count: liveCallsOf(members).length,
      },
      ...members,
    ]);
}

/** Empty without one, so that it is the last. */
const agentOf = ({ agent }: FloorRow): string => (agent ? nameOfAgent(agent) : '');

const ourNumberOf = (row: FloorRow): string => {
  const number = ourNumber(row);
  return number ? spacedNumber(number) : '';
};
