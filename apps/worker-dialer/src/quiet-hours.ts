import { numberCountry } from '@trunkline/telephony/numbers';

/** Minutes of the day. Where `to` is earlier than `from`, the hours span midnight. */
export type QuietHours = {
  from: number;
  to: number;
  /** The time zone of the hours; undefined for those of the called number's country. */
  timeZone: string | undefined;
};

const DAY = 1440;
const MINUTE_MS = 60_000;

/** Parses `21:00-08:00`; undefined for anything else. */
export function parseQuietHours(text: string, timeZone?: string): QuietHours | undefined {
  const [, ...parts] = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) ?? [];
  if (parts.length === 0) return undefined;
  const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number) as [number, number, number, number];
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute, timeZone };
}

/**
 * When this number may be called again; null where it may be called now. A country with several time zones is quiet while
 * any of them is, as a number does not show where its phone is. A number without a country uses UTC.
 */
export function quietUntil(toNumber: string, now: Date, quiet: QuietHours | undefined): Date | null {
  if (!quiet || quiet.from === quiet.to) return null;
  const zones = quiet.timeZone === undefined ? zonesOf(numberCountry(toNumber)) : [quiet.timeZone];
  let at = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let jumps = 0; jumps < MOST_JUMPS; jumps++) {
    const minutes = Math.max(0, ...zones.map((zone) => minutesLeft(minuteOfDay(zone, at), quiet)));
    if (minutes === 0) return jumps === 0 ? null : new Date(at);
    at += Math.min(minutes, LONGEST_JUMP) * MINUTE_MS;
  }
  return new Date(at); // some zone is always quiet: decided again then
}

/** In minutes: daylight saving may begin or end within a longer one. */
const LONGEST_JUMP = 60;
const MOST_JUMPS = 48;

export function isTimeZone(name: string): boolean {
  try {
    return clockOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** Minutes until the quiet hours end; 0 outside of them. */
function minutesLeft(minute: number, { from, to }: QuietHours): number {
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  return isQuiet ? (to - minute + DAY) % DAY : 0;
}

function minuteOfDay(zone: string, at: number): number {
  const [hour, minute] = clockOf(zone).format(at).split(':').map(Number) as [number, number];
  return hour * 60 + minute;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(timeZone, clock);
  return clock;
}

/** From Node's Unicode data. */
function zonesOf(country: string | undefined): string[] {
  if (country === undefined) return ['UTC'];
  const locale: Intl.Locale & { getTimeZones?: () => string[] | undefined } = new Intl.Locale(`und-${country}`);
  return locale.getTimeZones?.() ?? ['UTC'];
}
