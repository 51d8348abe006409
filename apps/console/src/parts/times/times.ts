/** Formatters are slow to make; there are few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([timeZone, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  formats.set(key, format);
  return format;
}

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const DAY = { day: '2-digit', month: 'short' } as const;
const EXACT = { ...DAY, ...TIME, year: 'numeric', timeZoneName: 'short' } as const;

export const timeOfDay = (at: Date, timeZone: string): string => formatOf(timeZone, TIME).format(at);

/** `28 Nov`. */
export const dayInWords = (at: Date, timeZone: string): string => formatOf(timeZone, DAY).format(at);

/** The time of day, with the day if it is not today's in this zone. */
export function timeInWords(at: Date, timeZone: string, now: Date): string {
  const day = formatOf(timeZone, { ...DAY, year: 'numeric' });
  const time = timeOfDay(at, timeZone);
  return day.format(at) === day.format(now) ? time : `${dayInWords(at, timeZone)} ${time}`;
}

/** Everything: day, year, seconds and zone. */
export const exactTime = (at: Date, timeZone: string): string => formatOf(timeZone, EXACT).format(at);

/** `just now`, `41 s ago`, `in 5 min`. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  if (Math.abs(seconds) < 2) return 'just now';
  const amount = amountOf(Math.abs(seconds));
  return seconds > 0 ? `${amount} ago` : `in ${amount}`;
}

/** `41 s`, `5 min`, `3 days`. */
export function amountOf(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** `12:41`, `1:02:03`. */
export function clockDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => `${value}`.padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

/** The same in words, which a screen reader says right: `12 minutes 41 seconds`. */
export function durationInWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ];
  const named = parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}${value === 1 ? '' : 's'}`);
  return named.join(' ') || '0 seconds';
}
