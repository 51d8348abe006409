import { expect, test } from '@jest/globals';
import { spacedNumber } from './spaced-number.ts';

test.each([
  ['+15085550133', '+1 508 555 0133'],
  ['+49305550114', '+49 305 550 114'],
  ['+237005550169', '+237 005 550 169'],
  ['+4930555011', '+49 305 550 11'],
  ['+79261234567', '+7 926 123 4567'],
  ['anonymous', 'anonymous'],
  ['+266696687', '+266 696 687'],
])('%s is shown as %s', (number, shown) => expect(spacedNumber(number)).toBe(shown));
