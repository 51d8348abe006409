import { expect, test } from '@jest/globals';
import { isHeading, type Heading } from '../lists/heading.ts';
import { holdRows } from '../lists/held-rows.ts';
import type { FloorRow } from './floor.ts';
import { groupRows } from './group-rows.ts';

const SUPPORT = '+15085550100';
const SALES = '+15085550200';
const agent = (name: string) => ({ agent: { id: name, name } as FloorRow['agent'] });
const call = (id: string, fields: Partial<FloorRow> = {}) =>
  ({ id, call_sid: `CA${id}`, direction: 'inbound', to_number: SUPPORT, agent: null, ...fields }) as FloorRow;
const ROWS = [
  call('1'),
  call('2', agent('Bo')),
  call('3', { ...agent('Amara'), direction: 'outbound', from_number: SALES }),
  call('4', { parent_call_sid: 'CA3', to_number: '+15085550999' }),
  call('5', agent('Bo')),
  call('6', { to_number: null }),
];
const shown = (entries: readonly (FloorRow | Heading)[]) =>
  entries.map((entry) => (isHeading(entry) ? `${entry.heading} ${entry.count}` : entry.id));

test.each([
  ['agents by name, those without one last', 'agent', ['Amara 1', '3', '4', 'Bo 2', '2', '5', 'No agent 2', '1', '6']],
  ['our numbers', 'number', ['+1 508 555 0100 3', '1', '2', '5', '+1 508 555 0200 1', '3', '4', 'No number 1', '6']],
] as const)('calls are grouped by %s; a leg is with its call', (_, by, entries) =>
  expect(shown(groupRows(ROWS, by))).toEqual(entries),
);

test('without a grouping the list is the same array', () => expect(groupRows(ROWS, undefined)).toBe(ROWS));

test('in a held list a call that gets an agent stays where it is, and a new heading is not counted as a call', () => {
  const idOf = ({ id }: { id: string }) => id;
  const before = groupRows([call('1'), call('2', agent('Bo'))], 'agent');
  const after = groupRows([call('1', agent('Amara')), call('2', agent('Bo')), call('7', agent('Amara'))], 'agent');
  const held = holdRows(before, after, { isHeld: true, idOf });
  expect([shown(held.rows), held.newCount]).toEqual([['Bo 1', '2', 'No agent 1', '1'], 1]);
});
