/** Something that came to be at a time; `n` counts up in the order of booking and settles ties. */
export interface Booked<T> {
  readonly n: number;
  readonly record: T;
}

export interface Dated {
  readonly sid: string;
  readonly createdAt: number;
}

/** A place between two entries: before whatever came to be at that time and with that number. */
export interface Place {
  createdAt: number;
  n: number;
}

/** Later than everything. */
export const latest: Place = { createdAt: Number.POSITIVE_INFINITY, n: Number.POSITIVE_INFINITY };

export const placeOf = ({ n, record }: Booked<Dated>): Place => ({ createdAt: record.createdAt, n });

export const byTime = (a: Booked<Dated>, b: Booked<Dated>): number =>
  a.record.createdAt - b.record.createdAt || a.n - b.n;

/** How many entries lie before a place, by halving. */
export function countBefore(sequence: readonly Booked<Dated>[], { createdAt, n }: Place): number {
  let [low, high] = [0, sequence.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { record, n: number } = sequence[middle] as Booked<Dated>;
    const isBefore = record.createdAt < createdAt || (record.createdAt === createdAt && number < n);
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Nearly always at the end, because time goes on. */
export function insert<T extends Dated>(sequence: Booked<T>[], entry: Booked<T>): void {
  const last = sequence.at(-1);
  if (!last || byTime(last, entry) < 0) sequence.push(entry);
  else sequence.splice(countBefore(sequence, placeOf(entry)), 0, entry);
}
