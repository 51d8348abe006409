/** A numbered record. `n` counts in the order of adding, and orders records of the same time. */
export interface Entry<T> {
  readonly n: number;
  readonly record: T;
}

export interface TimedRecord {
  readonly sid: string;
  readonly createdAt: number;
}

/** A position in a sequence: before the entry with that time and number. */
export interface Position {
  createdAt: number;
  n: number;
}

/** After all entries. */
export const latest: Position = { createdAt: Number.POSITIVE_INFINITY, n: Number.POSITIVE_INFINITY };

export const positionOf = ({ n, record }: Entry<TimedRecord>): Position => ({ createdAt: record.createdAt, n });

export const byTime = (a: Entry<TimedRecord>, b: Entry<TimedRecord>): number =>
  a.record.createdAt - b.record.createdAt || a.n - b.n;

/** How many entries come before a position (binary search). */
export function countBefore(sequence: readonly Entry<TimedRecord>[], { createdAt, n }: Position): number {
  let [low, high] = [0, sequence.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { record, n: number } = sequence[middle] as Entry<TimedRecord>;
    const isBefore = record.createdAt < createdAt || (record.createdAt === createdAt && number < n);
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Nearly always appends. */
export function insert<T extends TimedRecord>(sequence: Entry<T>[], entry: Entry<T>): void {
  const last = sequence.at(-1);
  if (!last || byTime(last, entry) < 0) sequence.push(entry);
  else sequence.splice(countBefore(sequence, positionOf(entry)), 0, entry);
}
