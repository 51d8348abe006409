import { describe, expect, test } from '@jest/globals';
import { readSearch, sidEnds } from './read-search.ts';

describe('a search', () => {
  test.each<[string, string[]]>([
    ['+1 (508) 514-0320', ['15085140320']],
    ['508.514', ['508514']],
    ['0320', ['0320']],
    ['0171 2345678', ['01712345678', '1712345678']],
    ['0049 171 23', ['004917123', '4917123']],
    ['Jane  DOE', ['jane doe']],
    ['李小龙', ['李小龙']],
    ['5f0c', ['5f0c']],
  ])('for %j looks for %j in numbers and names', (given, parts) => expect(readSearch(given)?.parts).toEqual(parts));

  test.each(['', ' ', 'ab', 'a b', '(5) 0', '李龙'])('for %j is refused as too short', (given) =>
    expect(readSearch(given)).toBeUndefined(),
  );

  test.each<[string, 'CA' | 'RE', string | null, string | null]>([
    ['CA5F0c', 'CA', 'ca5f0c', null],
    ['CA5f0c', 'RE', null, null],
    ['5f0c', 'CA', 'ca5f0c', '5f0c'],
    ['5f0c', 'RE', 're5f0c', '5f0c'],
    ['1508', 'CA', 'ca1508', '1508'],
    ['CA5f', 'CA', 'caca5f', 'ca5f'], // hexadecimal digits all four
    ['jane', 'CA', null, null],
    ['a'.repeat(33), 'CA', null, null],
  ])('for %j means of SIDs with %s the beginning %j and the end %j', (given, prefix, beginning, ending) =>
    expect(sidEnds(readSearch(given)!, prefix)).toEqual({ beginning, ending }),
  );
});
