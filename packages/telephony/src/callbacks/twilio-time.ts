const RFC_2822 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2} [12]\d{3}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{4}|GMT|UTC)$/;
const ISO_8601 = /^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Twilio's two ways to write a time, as ISO 8601 in UTC: RFC 2822 (`Thu, 1 Jun 2017 20:48:32 +0000`, the day not
 * always padded) and, in real-time transcription only, ISO 8601. Anything else is null.
 */
export const parseTwilioTime = (text: unknown): string | null =>
  typeof text === 'string' && isTwilioTime(text) ? new Date(text).toISOString() : null;

/** True for a text that `parseTwilioTime` reads. */
export function isTwilioTime(text: string): boolean {
  const rfc = RFC_2822.exec(text);
  if (rfc === null ? !ISO_8601.test(text) : !isDayOf(rfc[2]!, Number(rfc[1]))) return false;
  return !Number.isNaN(Date.parse(text));
}

/** `Date.parse` reads 31 February as 3 March. */
const isDayOf = (monthAndYear: string, day: number): boolean =>
  day <= 28 || new Date(`${day} ${monthAndYear} UTC`).getUTCDate() === day;
