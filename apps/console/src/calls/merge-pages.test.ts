import { expect, test } from '@jest/globals';
import { mergePages } from './merge-pages.ts';

const rows = (text: string, n = 0) => text.split('').map((id) => ({ id, n }));
const merge = (newest: string, pages: string) => mergePages(rows(newest, 1), rows(pages), ({ id }) => id);
const ids = (newest: string, pages: string) =>
  merge(newest, pages)
    ?.map(({ id }) => id)
    .join('');

test('what is new stands above the pages that were read, in its order', () => {
  expect(ids('xyab', 'abcd')).toBe('xyabcd');
  expect(ids('', 'abc')).toBe('abc');
  expect(ids('ab', '')).toBe('ab');
});

test('a row of both is the one that was read last', () => {
  expect(merge('a', 'ab')).toEqual([
    { id: 'a', n: 1 },
    { id: 'b', n: 0 },
  ]);
});

test('pages with a gap between them are not put together', () => {
  expect(merge('xyz', 'abc')).toBeUndefined();
});
