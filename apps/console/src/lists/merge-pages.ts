/** A page of a list, and when it was read, in ms since 1970. */
export type ReadPage<T> = { data: readonly T[]; page: { next_cursor: string | null }; readAt: number };

/** The first page of a list as it was read last: by itself, or as the begin of all pages. */
export const laterPage = <P extends { readAt: number }>(newest: P | undefined, first: P | undefined): P | undefined =>
  newest && newest.readAt > (first?.readAt ?? 0) ? newest : first;

/**
 * The rows of the pages that were read, with the newest page in place of what it covers: a row that is new may belong below
 * others, and one that has left is gone. A newest page that is older than the pages adds nothing. Undefined if rows between
 * the two were not read.
 */
export function mergePages<T>(
  newest: ReadPage<T> | undefined,
  pages: readonly ReadPage<T>[],
  idOf: (row: T) => string,
): readonly T[] | undefined {
  const [first] = pages;
  const rows = pages.flatMap(({ data }) => data);
  if (!newest || !first || laterPage(newest, first) === first) return rows;
  if (newest.page.next_cursor === null) return newest.data;
  const places = new Map(rows.map((row, place) => [idOf(row), place]));
  const covered = newest.data.findLast((row) => places.has(idOf(row)));
  if (covered === undefined) return rows.length === 0 ? newest.data : undefined;
  const fresh = new Set(newest.data.map(idOf));
  const below = rows.slice(places.get(idOf(covered))! + 1).filter((row) => !fresh.has(idOf(row)));
  return [...newest.data, ...below];
}
