import { expect, test } from '@jest/globals';
import { holdRows } from './held-rows.ts';

type Row = { id: string; n?: number };
const idOf = ({ id }: Row) => id;
const rows = (text: string): Row[] => text.split('').map((id) => ({ id }));
const idsOf = (held: { rows: readonly Row[] }) => held.rows.map(idOf).join('');

test('a list that nobody holds is the latest one', () => {
  expect(holdRows(rows('ab'), rows('cab'), { isHeld: false, idOf })).toEqual({ rows: rows('cab'), newCount: 0 });
  expect(holdRows(undefined, rows('a'), { isHeld: true, idOf })).toEqual({ rows: rows('a'), newCount: 0 });
});

test('an empty list moves nothing: its first rows are shown at once', () => {
  expect(holdRows([], rows('a'), { isHeld: true, idOf })).toEqual({ rows: rows('a'), newCount: 0 });
});

test('in a held list no row moves: new ones wait and are counted', () => {
  const held = holdRows(rows('abc'), rows('xybac'), { isHeld: true, idOf });
  expect([idsOf(held), held.newCount]).toEqual(['abc', 2]);
});

test('rows of a held list show their present content, and one that has left stays', () => {
  const held = holdRows(rows('ab'), [{ id: 'b', n: 2 }], { isHeld: true, idOf });
  expect(held.rows).toEqual([{ id: 'a' }, { id: 'b', n: 2 }]);
});

test('a further page is added below a held list', () => {
  const held = holdRows(rows('ab'), rows('xabcd'), { isHeld: true, idOf });
  expect([idsOf(held), held.newCount]).toEqual(['abcd', 1]);
});
