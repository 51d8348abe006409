import { expect, test } from '@jest/globals';
import { dialableNumber, numberCountry } from './phone-number.ts';

test.each([
  ['+1 (508) 514-0320', '+15085140320'],
  ['508-514-0320', '+15085140320'],
  ['+49 30 901820', '+4930901820'],
  ['+15085140320', '+15085140320'],
])('%s can be dialled as %s', (text, e164) => expect(dialableNumber(text)).toBe(e164));

test.each(['', 'anonymous', '911', '+1', '+1508514032', '+999123456789', 'sip:a@example.com', '+15085140320 or so!'])(
  '%j cannot be dialled',
  (text) => expect(dialableNumber(text)).toBeNull(),
);

test('a number has a country, unless it belongs to none', () => {
  expect(['+4930901820', '+15085140320', '+80012345678'].map(numberCountry)).toEqual(['DE', 'US', undefined]);
});
