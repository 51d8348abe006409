/** A position in a list that has the latest first: microseconds of the row's time, and its id. */
export const POSITION = /^\d{1,17}\.\d{1,18}$/;

/** The position of a row, as SQL over its time and its id. */
export const positionOf = (time: string, id: string): string =>
  `(extract(epoch from ${time}) * 1000000)::bigint || '.' || ${id}`;

/** True for rows that follow the position in this parameter, and for all of them where it is null. */
export const follows = (parameter: string, time: string, id: string): string => `
  (${parameter}::text is null or (${time}, ${id}) < (
    timestamptz 'epoch' + split_part(${parameter}::text, '.', 1)::bigint * interval '1 microsecond',
    split_part(${parameter}::text, '.', 2)::bigint))`;

/** When a call began, as far as that is known; three indexes have this expression. */
export const beganAt = (call: string): string => `coalesce(${call}.start_time, ${call}.created_at)`;

/** A page of rows that were asked for with one more than the page holds. */
export const toPage = <T>(rows: T[], limit: number): { rows: T[]; hasMore: boolean } => ({
  rows: rows.slice(0, limit),
  hasMore: rows.length > limit,
});
