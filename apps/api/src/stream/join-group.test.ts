import { expect, test } from '@jest/globals';
import { readLastEventId } from './join-group.ts';

test.each([
  [undefined, undefined, null],
  ['', undefined, null],
  ['42', undefined, 42],
  [undefined, '42', 42],
  ['43', '42', 43],
  ['', '42', 42],
  ['4e2', undefined, Infinity],
  ['９', undefined, Infinity],
  ['-1', undefined, Infinity],
  ['9'.repeat(16), undefined, Infinity],
])(
  'the header %j with the parameter %j means %j: the header is newer, and any other text is an unknown id',
  (header, parameter, expected) => {
    const headers = header === undefined ? {} : { 'last-event-id': header };
    expect(readLastEventId(headers, parameter)).toBe(expected);
  },
);
