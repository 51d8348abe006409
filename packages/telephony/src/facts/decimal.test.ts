import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimal } from './decimal.ts';

test.each([
  ['-8.5E-4', '-0.00085'],
  ['-8.5e-04', '-0.00085'],
  ['-3.0E-2', '-0.030'],
  ['1.25E+1', '12.5'],
  ['1E2', '100'],
  ['-0.03000', '-0.03000'],
  ['-.0085', '-0.0085'],
  ['2.', '2'],
  ['+0.5', '0.5'],
  ['007', '7'],
  ['0', '0'],
  ['-0.00000', '-0.00000'],
  [-8.5e-7, '-0.00000085'],
  [0.1, '0.1'],
])('%j is %s', (value, expected) => expect(decimal(value)).toBe(expected));

test.each(['', '-', '.', 'E5', '1E', '1e999', '1E7', '1E-11', '0x10', '1,5', 'NaN', ' 1', null, true, [], Infinity])(
  '%j is no price',
  (value) => expect(decimal(value)).toBeUndefined(),
);

test('the value stays the same however it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: -4, max: 0 }), (digits, exponent) => {
      expect(Number(decimal(`${digits}e${exponent}`))).toBe(Number(`${digits}e${exponent}`));
    }),
  );
});
