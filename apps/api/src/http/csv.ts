/** A value of a cell: a date is written as ISO 8601, nothing as an empty cell. */
export type CsvValue = string | number | boolean | Date | null | undefined;

/** A spreadsheet runs text that begins so as a formula; an apostrophe before it makes it text again. */
const FORMULA = /^[=+\-@\t\r]/;
const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

/** A line of RFC 4180, ended by CRLF. */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(cellOf).join(',')}\r\n`;

function cellOf(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return value instanceof Date ? value.toISOString() : `${value}`;
  const text = FORMULA.test(value) && !DECIMAL.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
