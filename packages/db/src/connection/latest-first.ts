/** A position in a list that has the latest first: the row's time in microseconds, and its id. */
export const POSITION = /^\d{1,17}\.\d{1,18}$/;

/** The position of a row, as SQL over its time and its id. */
export const positionOf = (time: string, id: string): string =>
  `(extract(epoch from ${time}) * 1000000)::bigint || '.' || ${id}`;

/** The time of a position, as SQL over its microseconds. */
export const timeOf = (microseconds: string): string =>
  `timestamptz 'epoch' + ${microseconds} * interval '1 microsecond'`;

/** True for rows that follow the position in this parameter, and for all of them where it is null. */
export const follows = (parameter: string, time: string, id: string, idType: IdType = 'bigint'): string =>
  isBeyond(parameter, `(${time}, ${id}) <`, timeOf, idType);

type IdType = 'bigint' | 'uuid';

/** The same in any order: `row` compares, as `(key, id) >` does; `keyOf` makes a key of the first number of the position. */
export const isBeyond = (
  parameter: string,
  row: string,
  keyOf: (number: string) => string,
  idType: IdType = 'bigint',
): string => `
  (${parameter}::text is null or ${row} (
    ${keyOf(`split_part(${parameter}::text, '.', 1)::bigint`)}, split_part(${parameter}::text, '.', 2)::${idType}))`;

/**
 * The first of two values that is not null, as SQL. Under row-level security Postgres uses no `coalesce` in the condition of
 * an index, as if it could reveal a hidden row: a deep page read a million rows. `case` it uses.
 */
export const firstGiven = (first: string, second: string): string =>
  `(case when ${first} is null then ${second} else ${first} end)`;

/** When a call began, else when its row was made; eight indexes have this expression. */
export const beganAt = (call: string): string => firstGiven(`${call}.start_time`, `${call}.created_at`);

/** How many rows a page reads at most in search of those that satisfy a filter without an index. */
export const READ_AT_MOST = 20_000;

/** At most `limit` rows that follow the row `after`, or the first ones. */
export type PageAt = { after?: string | undefined; limit: number };

export type Page<T> = { rows: T[]; hasMore: boolean };

/** A page out of rows that were read up to one more than the page holds. */
export const toPage = <T>(rows: T[], limit: number): Page<T> => ({
  rows: rows.slice(0, limit),
  hasMore: rows.length > limit,
});

/** For Prisma: the rows that follow the one with this id, where the latest come first; all of them where it is absent. */
export const followsId = (id: string | undefined): { id?: { lt: bigint } } =>
  id === undefined ? {} : { id: { lt: BigInt(id) } };
