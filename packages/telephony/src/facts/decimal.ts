const DECIMAL = /^([+-]?)(\d{0,15})(?:\.(\d{0,20}))?(?:[eE]([+-]?\d{1,2}))?$/;
const DIGITS_AT_MOST = 6;
const PLACES_AT_MOST = 10;

/**
 * A price as decimal digits without an exponent: `-8.5E-4` is `-0.00085`. Text, as floating point would change digits.
 * Undefined where it is no number, or has more than 6 digits before or 10 after the point.
 */
export function decimal(value: unknown): string | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(textOf(value)) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const before =
    digits
      .slice(0, Math.max(0, point))
      .padEnd(point, '0')
      .replace(/^0+(?=\d)/, '') || '0';
  const after = '0'.repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point));
  if (before.length > DIGITS_AT_MOST || after.length > PLACES_AT_MOST) return undefined;
  return `${sign === '-' ? '-' : ''}${before}${after && `.${after}`}`;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
