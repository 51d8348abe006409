import { invalidParameter } from './rest-error.ts';

type Query = URLSearchParams;

/** Whole days in UTC; `until` is excluded. Infinite without a bound. */
export interface Days {
  from: number;
  until: number;
}

/**
 * Reads `StartTime`, `StartTime<` and `StartTime>`; the named days are included. As documented, a time of day is
 * ignored.
 */
export function readDays(query: Query, name: string): Days | undefined {
  const [on, before, after] = [name, `${name}<`, `${name}>`].map((each) => readDay(query, each));
  if (on === undefined && before === undefined && after === undefined) return undefined;
  return {
    from: Math.max(on ?? Number.NEGATIVE_INFINITY, after ?? Number.NEGATIVE_INFINITY),
    until: Math.min(on ?? Number.POSITIVE_INFINITY, before ?? Number.POSITIVE_INFINITY) + dayMs,
  };
}

/** Null does not match: it has not happened yet. */
export const isWithin = (days: Days | undefined, at: number | null): boolean =>
  !days || (at !== null && at >= days.from && at < days.until);

const dayMs = 86_400_000;

function readDay(query: Query, name: string): number | undefined {
  const text = query.get(name);
  if (!text) return undefined;
  const isWhole = /^\d{4}-\d{2}-\d{2}($|[T ])/.test(text);
  const day = isWhole && !Number.isNaN(Date.parse(text)) ? Date.parse(text.slice(0, 10)) : Number.NaN;
  if (Number.isNaN(day)) throw invalidParameter(name, text);
  return day;
}

/** Reads a filter by exact value. Undefined: missing or empty. */
export function readText(query: Query, name: string, among?: readonly string[]): string | undefined {
  const text = query.get(name);
  if (!text) return undefined;
  if (among && !among.includes(text)) throw invalidParameter(name, text);
  return text;
}

/** Reads a posted value out of a list. Undefined: missing or empty. */
export function readChoice<T extends string>(form: URLSearchParams, name: string, among: readonly T[]): T | undefined {
  const text = form.get(name);
  if (!text) return undefined;
  const choice = among.find((each) => each === text);
  if (!choice) throw invalidParameter(name, text);
  return choice;
}
