import { expect, test } from '@jest/globals';
import { numberForms, numberPattern } from './number-pattern.ts';

const replaced = (text: string, ...numbers: string[]) => text.replaceAll(new RegExp(numberPattern(numbers), 'g'), '#');

test.each([
  ['+15085140320', '#'],
  ['15085140320', '#'],
  ['5085140320', '#'],
  ['(508) 514-0320', '#'],
  ['+1 (508) 514-0320', '#'],
  ['+1 508-514-0320', '#'],
  ['508.514.0320', '#'],
  ['0015085140320', '#'],
  ['sip:+15085140320@sip.example.com', 'sip:#@sip.example.com'],
  ['?From=%2B15085140320&To=', '?From=#&To='],
  ['/calls/15085140320/x', '/calls/#/x'],
  ['from 15085140320, to', 'from #, to'],
  ['{"digits": 15085140320}', '{"digits": #}'],
])('%s is found whole, and the text around it stays', (text, expected) => {
  expect(replaced(text, '+15085140320')).toBe(expected);
});

test.each(['+150851403201', '215085140320', '+445085140320', '+44 5085140320', '15085140321', '508514032'])(
  '%s is another number',
  (text) => expect(replaced(text, '+15085140320')).toBe(text),
);

test('a short national number is looked for with its calling code only', () => {
  expect(numberForms('+3725123456')).toEqual(['3725123456']);
  expect(replaced('5123456 +372 512 3456', '+3725123456')).toBe('5123456 #');
});

test('several numbers are found by one pattern', () => {
  expect(replaced('+15085140320 +442079460958', '+15085140320', '+442079460958')).toBe('# #');
});
