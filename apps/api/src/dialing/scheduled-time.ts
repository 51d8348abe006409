/** The time of a request, or what is wrong with it. */
export type ScheduledTime = { at: Date; timeZone: string } | { error: string };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** `Date` and `Intl` disagree about the numbers of early years. */
const THIS_CENTURY = /^20\d\d-/;

/**
 * Reads a time with an offset, or a local time of a zone. Of a local time that the clocks show twice, the first is used;
 * one that they skip is an error.
 */
export function readScheduledTime(text: string, timeZone?: string): ScheduledTime {
  if (!THIS_CENTURY.test(text) || Number.isNaN(Date.parse(text)))
    return { error: 'scheduled_at: expected a time of this century.' };
  if (timeZone !== undefined && !isTimeZone(timeZone))
    return { error: `time_zone: unknown time zone ${timeZone}. Expected an IANA name such as Europe/Berlin.` };
  if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)) return { at: new Date(text), timeZone: timeZone ?? 'UTC' };
  if (timeZone === undefined) return { error: 'time_zone: is needed if scheduled_at has no offset.' };
  const wall = Date.parse(`${text}Z`);
  const first = instantsOf(wall, timeZone)[0];
  if (first !== undefined) return { at: new Date(first), timeZone };
  const next = nextWallTime(wall, timeZone);
  return {
    error: `scheduled_at: the clocks of ${timeZone} skip ${text}; the next time that they show is ${next}.`,
  };
}

/** The local time of a zone at an instant: `2026-03-29T14:00`. */
export const wallTime = (at: Date, timeZone: string): string =>
  new Date(wallOf(at.getTime(), timeZone)).toISOString().slice(0, 16);

/** The instants at which the clocks of a zone show a local time: none, one or two. Its offset is that of the day before or after. */
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

/** The local time at an instant, as if it were UTC. */
function wallOf(instant: number, timeZone: string): number {
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
}

/** More than there are zones. A zone can be spelt in many ways, which must not fill the memory. */
const MAX_CLOCKS = 1000;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, ...numeric, second: 'numeric', hourCycle: 'h23' });
  if (clocks.size >= MAX_CLOCKS) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
}

/** A name, not an offset, which has no daylight saving time. */
function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && clockOf(name) !== undefined;
  } catch {
    return false;
  }
}
