import { expect, test } from '@jest/globals';
import { readLastEventId } from './last-event-id.ts';

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
  'the header %j with %j in the address means %j: the header is newer, and what is no id was never given',
  (header, inAddress, expected) => {
    const headers = header === undefined ? {} : { 'last-event-id': header };
    expect(readLastEventId(headers, inAddress)).toBe(expected);
  },
);
