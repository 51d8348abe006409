import { expect, test } from '@jest/globals';
import { orderTables } from './backup-schema.ts';

const tables = (...names: string[]) => names.map((name) => ({ name, columns: [] }));
const refers = (from: string, to: string) => ({ from, to, name: `${from}_${to}` });
const order = (names: string[], ...keys: ReturnType<typeof refers>[]) => {
  const { tables: ordered, circular } = orderTables(tables(...names), keys);
  return [ordered.map(({ name }) => name).join(''), circular.map(({ constraint }) => constraint)];
};

test('a table follows those that it refers to', () => {
  expect(order(['a', 'b', 'c'], refers('a', 'b'), refers('b', 'c'))).toEqual(['cba', []]);
  expect(order(['a', 'b', 'c'])).toEqual(['abc', []]);
});

test('what no order satisfies is named: a table that refers to itself, and two that refer to each other', () => {
  expect(order(['a', 'b'], refers('a', 'a'), refers('a', 'b'))).toEqual(['ba', ['a_a']]);
  expect(order(['a', 'b', 'c'], refers('a', 'b'), refers('b', 'a'), refers('c', 'a'))).toEqual(['abc', ['a_b']]);
});
