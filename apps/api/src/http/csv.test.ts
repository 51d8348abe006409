import { expect, test } from '@jest/globals';
import { csvLine, type CsvValue } from './csv.ts';

test.each<[CsvValue, string]>([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+15085140320', "'+15085140320"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-1+cmd', "'-1+cmd"],
  ['\t=1', "'\t=1"],
  ['-0.0085', '-0.0085'],
  [-3, '-3'],
  [true, 'true'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [null, ''],
  [undefined, ''],
  ['', ''],
])('the cell of %j is %j', (value, cell) => expect(csvLine([value])).toBe(`${cell}\r\n`));

test('cells are separated by commas', () => expect(csvLine(['a', null, 1])).toBe('a,,1\r\n'));
