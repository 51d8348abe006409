import { expect, test } from '@jest/globals';
import { inList } from './in-list.ts';

test('constants become an SQL list, and nothing that could end a literal is accepted', () => {
  expect(inList(['in-progress', 'dead_letter'])).toBe(`('in-progress', 'dead_letter')`);
  expect(() => inList([`x'`])).toThrow('Only constants');
});
