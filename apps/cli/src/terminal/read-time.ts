import { InvalidArgumentError } from 'commander';

/** Hours need a zone. */
const DATE_OR_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Parses a day or a time of the command line. */
export function readTime(text: string): Date {
  const time = new Date(text);
  if (DATE_OR_TIME.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('A time is such as 2026-11-01 or 2026-11-01T14:00:00Z.');
}
