/** The latest entries of a growing list, numbered from 1. */
export interface RecentLog<T> {
  readonly add: (entry: Omit<T, 'n'>) => T;
  /** At most `count` entries whose numbers are greater than `n`, oldest first. */
  readonly after: (n: number, count: number) => readonly T[];
  /** The number of the oldest entry kept; 0 for an empty log. */
  readonly oldest: () => number;
}

/** Drops 5 % of `limit` at a time, so that a full log is not copied for every entry. */
export function createRecentLog<T extends { readonly n: number }>(
  limit: number,
  onDropped: (entries: readonly T[]) => void = () => {},
): RecentLog<T> {
  let entries: T[] = [];
  let last = 0;
  return {
    add(entry) {
      const added = { n: ++last, ...entry } as T;
      entries.push(added);
      if (entries.length > limit * 1.05) {
        onDropped(entries.slice(0, -limit));
        entries = entries.slice(-limit);
      }
      return added;
    },
    after(n, count) {
      const start = Math.max(0, n - (entries[0]?.n ?? 0) + 1);
      return entries.slice(start, start + count);
    },
    oldest: () => entries[0]?.n ?? 0,
  };
}
