/** A time of the API to the second, in UTC: `2026-11-30 14:02:19Z`. */
export const shortTime = (time: string | null): string | null =>
  time === null ? null : `${time.slice(0, 19).replace('T', ' ')}Z`;
