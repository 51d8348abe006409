import { expect, test } from '@jest/globals';
import { readSearchTerm } from './search-term.ts';

test.each([
  ['+1 (508) 514-0320', '15085140320'],
  ['508.514.0320', '5085140320'],
  [' 0320 ', '0320'],
  ['CA5F0c', 'ca5f0c'],
  ['Jane  Doe', 'jane doe'],
  ['sip:1001@x', 'sip:1001@x'],
])('%s is searched for as %s', (given, text) => expect(readSearchTerm(given)?.text).toBe(text));

test('a term is found by the parts of the ends of its words, none of which spans two words', () => {
  expect(readSearchTerm('ca5f0c')?.grams).toEqual(['ca5f', 'a5f0', '5f0c']);
  expect(readSearchTerm('+1 (508) 514-0320')?.grams).toEqual(['1403', '4032', '0320']);
  expect(readSearchTerm('jane doe x')?.grams).toEqual(['jane']);
  expect(readSearchTerm('😀😀😀😀')?.grams).toEqual(['😀😀😀😀']);
});

test.each(['', '  ', 'abc', '+1 2-3', 'a b c d', '()()'])('"%s" is too short', (given) =>
  expect(readSearchTerm(given)).toBeUndefined(),
);
