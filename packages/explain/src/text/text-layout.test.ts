import { expect, test } from '@jest/globals';
import { alignColumns, wrapText } from './text-layout.ts';
import { writeDuration } from './wording.ts';

test('columns are as wide as their widest cell, and an empty one has no width', () => {
  const lines = alignColumns([
    ['a', '', 'one', 'x'],
    ['bbb', '', '', 'y'],
  ]);
  expect(lines).toEqual(['  a    one  x', '  bbb       y']);
  expect(alignColumns([])).toEqual([]);
});

test('a text is broken at spaces, and a word that is too long within itself', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('abcdefgh ij', 4)).toEqual(['abcd', 'efgh', 'ij']);
});

test('control characters of a payload reach no terminal', () => {
  expect(wrapText('a\u001B[31mred\nb', 40)).toEqual(['a�[31mred�b']);
  expect(alignColumns([['\u001B]0;title\u0007']])).toEqual(['  �]0;title�']);
});

test.each([
  [0, '0.0 s'],
  [400, '0.4 s'],
  [9_949, '9.9 s'],
  [9_960, '10 s'],
  [74_000, '74 s'],
  [119_400, '119 s'],
  [120_000, '2 min'],
  [200_000, '3 min 20 s'],
  [7_322_000, '2 h 2 min'],
  [190_800_000, '2 d 5 h'],
  [-3000, '3.0 s'],
])('%d ms are written as %s', (ms, text) => expect(writeDuration(ms)).toBe(text));
