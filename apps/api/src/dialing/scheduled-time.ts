/** A time that was asked for, or why it is none. */
export type ScheduledTime = { at: Date; timeZone: string } | { complaint: string };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** `Date` and `Intl` number the first years in ways of their own, and nobody has a call scheduled in them. */
const THIS_CENTURY = /^20\d\d-/;

/**
 * The instant that somebody means: with an offset it is said, without one it is what the clocks of the zone show. Of a
 * time that they show twice the first is meant; one that they skip is none.
 */
export function readScheduledTime(text: string, timeZone?: string): ScheduledTime {
  if (!THIS_CENTURY.test(text) || Number.isNaN(Date.parse(text)))
    return { complaint: 'scheduled_at: expected a time of this century.' };
  if (timeZone !== undefined && !isTimeZone(timeZone))
    return { complaint: `time_zone: no such time zone: ${timeZone}. Expected one such as Europe/Berlin.` };
  if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)) return { at: new Date(text), timeZone: timeZone ?? 'UTC' };
  if (timeZone === undefined) return { complaint: 'time_zone: is needed where scheduled_at has no offset.' };
  const wall = Date.parse(`${text}Z`);
  const first = instantsOf(wall, timeZone)[0];
  if (first !== undefined) return { at: new Date(first), timeZone };
  const next = nextWallTime(wall, timeZone);
  return {
    complaint: `scheduled_at: the clocks of ${timeZone} skip ${text}; the next time that they show is ${next}.`,
  };
}

/** What the clocks of a zone show at that instant: `2026-03-29T14:00`. */
export const wallTime = (at: Date, timeZone: string): string =>
  new Date(wallOf(at.getTime(), timeZone)).toISOString().slice(0, 16);

/** When the clocks of a zone show this: once, twice or never. The offset is one that they have the day before or after. */
function instantsOf(wall: number, timeZone: string): number[] {
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => wallOf(near, timeZone) - near);
  const candidates = [...new Set(offsets)].map((offset) => wall - offset);
  return candidates.filter((instant) => wallOf(instant, timeZone) === wall).toSorted((a, b) => a - b);
}

function nextWallTime(wall: number, timeZone: string): string {
  let next = Math.floor(wall / MINUTE_MS) * MINUTE_MS;
  while (instantsOf(next, timeZone).length === 0) next += MINUTE_MS;
  return new Date(next).toISOString().slice(0, 16);
}

/** The clocks' time as if it were UTC. */
function wallOf(instant: number, timeZone: string): number {
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
}

/** More than there are; every zone can be written in many ways, and whoever does so is not to fill the memory. */
const MOST_CLOCKS = 1000;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, ...numeric, second: 'numeric', hourCycle: 'h23' });
  if (clocks.size >= MOST_CLOCKS) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
}

/** A name, not an offset: an offset knows no daylight saving time. */
function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && clockOf(name) !== undefined;
  } catch {
    return false;
  }
}
