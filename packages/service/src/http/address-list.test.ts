import { expect, test } from '@jest/globals';
import { openAddressList } from './address-list.ts';

test.each([
  ['192.0.2.7', true],
  ['::ffff:192.0.2.7', true],
  ['192.0.2.8', false],
  ['10.9.9.9', true],
  ['fd12::1', true],
  ['fe12::1', false],
  ['', false],
])('%s is in the list: %j', (peer, expected) =>
  expect(openAddressList(['192.0.2.7', '10.0.0.0/8', 'fd00::/8'])(peer)).toBe(expected),
);
