/** Rows of the pages that were read, with what is newer than them on top. Undefined if calls between the two were not read. */
export function mergePages<T>(newest: readonly T[], pages: readonly T[], idOf: (row: T) => string): T[] | undefined {
  const known = new Set(pages.map(idOf));
  const fresh = new Map(newest.map((row) => [idOf(row), row]));
  const isJoined = newest.length === 0 || pages.length === 0 || newest.some((row) => known.has(idOf(row)));
  if (!isJoined) return undefined;
  return [...newest.filter((row) => !known.has(idOf(row))), ...pages.map((row) => fresh.get(idOf(row)) ?? row)];
}
