/** The longest wait that a receiver may ask for, in seconds: a day, as between our own last two attempts. */
export const RETRY_AFTER_AT_MOST_SECONDS = 86_400;

const SECONDS = /^\d+(?:\.\d+)?$/;
/** The three forms of an HTTP date (RFC 9110, 5.6.7), and ISO 8601, which some servers send. */
const DATE = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}.*|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*)$/i;
const ZONE = /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})$/i;

/**
 * The seconds to wait by a `Retry-After` header, at most a day: `120`, or an HTTP date, which is in UTC. Undefined for a
 * value of no such form, and for a time that is over.
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  const seconds = SECONDS.test(text) ? Number(text) : secondsUntil(text, now);
  if (seconds === undefined || !(seconds > 0)) return undefined;
  return Math.min(Math.ceil(seconds), RETRY_AFTER_AT_MOST_SECONDS);
}

function secondsUntil(text: string, now: Date): number | undefined {
  if (text.length > 64 || !DATE.test(text)) return undefined;
  const at = Date.parse(ZONE.test(text) ? text : `${text}${text.includes('T') && /^\d/.test(text) ? 'Z' : ' GMT'}`);
  return Number.isNaN(at) ? undefined : (at - now.getTime()) / 1000;
}
