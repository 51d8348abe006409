import { expect, test } from '@jest/globals';
import { figureInWords } from './figures.ts';

test.each([
  [0, 'ms', '0 ms'],
  [4.24, 'ms', '4.2 ms'],
  [812.4, 'ms', '812 ms'],
  [1500, 'ms', '1.5 s'],
  [0.44, 's', '0.4 s'],
  [89.6, 's', '90 s'],
  [240, 's', '4 min'],
  [7200, 's', '2 h'],
  [0.25, '1/s', '0.3/s'],
  [0.0154, 'share', '1.5 %'],
  [0.42, 'USD', '$0.42'],
  [1204, 'gaps', '1,204'],
])('%d in %s is %s', (value, unit, words) => {
  expect(figureInWords(value, unit)).toBe(words);
});
