const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });

/** Small values need a decimal, large ones have none. */
const number = (value: number): string => (Math.abs(value) < 10 ? tenths : whole).format(value);

/** A figure with its unit, as a person reads it: `4.2 ms`, `1.5 %`, `3 min`. What is counted is a bare number. */
export function figureInWords(value: number, unit: string): string {
  switch (unit) {
    case 'ms':
      return value < 1000 ? `${number(value)} ms` : `${number(value / 1000)} s`;
    case 's':
      return secondsInWords(value);
    case '1/s':
      return `${number(value)}/s`;
    case 'share':
      return `${tenths.format(value * 100)} %`;
    case 'USD':
      return money.format(value);
    default:
      return whole.format(value);
  }
}

function secondsInWords(seconds: number): string {
  if (seconds < 90) return `${number(seconds)} s`;
  return seconds < 5400 ? `${whole.format(seconds / 60)} min` : `${number(seconds / 3600)} h`;
}
