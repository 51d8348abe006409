import { expect, test } from '@jest/globals';
import { mergePages, type ReadPage } from './merge-pages.ts';

type Row = { id: string; readAt: number };
const idOf = ({ id }: Row) => id;
/** A page with a row for each letter. `more`: it is not the last one. */
const page = (text: string, readAt: number, more = true): ReadPage<Row> => ({
  data: text.split('').map((id) => ({ id, readAt })),
  page: { next_cursor: more ? 'next' : null },
  readAt,
});
const ids = (newest: ReadPage<Row> | undefined, ...pages: ReadPage<Row>[]) =>
  mergePages(newest, pages, idOf)?.map(idOf).join('');

test('what is new stands above the pages that were read, in its order', () => {
  expect(ids(page('xyab', 2), page('abc', 1), page('de', 1))).toBe('xyabcde');
  expect(ids(undefined, page('abc', 1))).toBe('abc');
  expect(ids(page('ab', 2))).toBe('');
});

test('a new row that belongs between others stands there', () => {
  expect(ids(page('axbc', 2), page('abcd', 1))).toBe('axbcd');
  expect(ids(page('abcx', 2), page('abcd', 1))).toBe('abcxd');
});

test('a row that has left the newest page is gone, and nothing is below the last page', () => {
  expect(ids(page('acd', 2), page('abcd', 1), page('ef', 1))).toBe('acdef');
  expect(ids(page('ab', 2, false), page('abc', 1, false))).toBe('ab');
  expect(ids(page('', 2, false), page('abc', 1, false))).toBe('');
});

test('a row of both is the one that was read last', () => {
  expect(mergePages(page('a', 2), [page('ab', 1)], idOf)).toEqual([
    { id: 'a', readAt: 2 },
    { id: 'b', readAt: 1 },
  ]);
});

test('pages that were read after the newest one have all that it has: no old row stands above them', () => {
  expect(ids(page('cde', 1), page('abc', 2))).toBe('abc');
});

test('pages with a gap between them are not put together', () => {
  expect(mergePages(page('xyz', 2), [page('abc', 1)], idOf)).toBeUndefined();
});
