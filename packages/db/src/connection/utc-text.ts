/** A time inside JSON that SQL builds, as the API writes times: ISO 8601 in UTC with milliseconds. */
export const utcText = (time: string): string => `to_char(${time} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
