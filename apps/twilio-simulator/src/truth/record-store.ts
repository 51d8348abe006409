import { type Booked, byTime, countBefore, type Dated, insert, type Place } from './time-order.ts';

/** The truth of the most recent calls (or recordings): found by SID, walked by number or by time, never sorted anew. */
export interface Book<T extends Dated> {
  add(record: T): void;
  /** Many at once, in any order of their times. */
  addAll(records: readonly T[]): void;
  find(sid: string): Booked<T> | undefined;
  /** Oldest booking first, from the first whose number is greater than `n`. */
  after(n: number): IteratorObject<Booked<T>>;
  /** Newest first, from the last before a place; only those of one parent if it is given. */
  older(than: Place, parentSid?: string): IteratorObject<Booked<T>>;
  /** Oldest first, from the first behind a place. */
  newer(than: Place, parentSid?: string): IteratorObject<Booked<T>>;
  /** Ever added, remembered or not. */
  total(): number;
}

export function createBook<T extends Dated>(limit: number, parentOf: (record: T) => string | null): Book<T> {
  const bySid = new Map<string, Booked<T>>();
  const families = new Map<string, Booked<T>[]>();
  let entries: Booked<T>[] = [];
  let inTime: Booked<T>[] = [];
  let last = 0;

  const enter = (record: T): Booked<T> => {
    const entry = { n: ++last, record };
    entries.push(entry);
    bySid.set(record.sid, entry);
    const parent = parentOf(record);
    if (parent === null) return entry;
    const family = families.get(parent);
    if (family) insert(family, entry);
    else families.set(parent, [entry]);
    return entry;
  };
  /** In strides, so that a full book does not copy itself for every call. */
  const forgetOldest = (): void => {
    if (entries.length <= limit * 1.05) return;
    const forgotten = entries.slice(0, -limit);
    entries = entries.slice(-limit);
    const isKept = ({ n }: Booked<T>): boolean => n > last - entries.length;
    inTime = inTime.filter(isKept);
    for (const entry of forgotten) {
      if (bySid.get(entry.record.sid) === entry) bySid.delete(entry.record.sid);
      const parent = parentOf(entry.record) ?? '';
      const family = families.get(parent)?.filter(isKept) ?? [];
      if (family.length > 0) families.set(parent, family);
      else families.delete(parent);
    }
  };
  const sequence = (parentSid?: string) => (parentSid === undefined ? inTime : (families.get(parentSid) ?? []));

  return {
    add(record) {
      insert(inTime, enter(record));
      forgetOldest();
    },
    addAll(records) {
      // Two sorted runs: merging them takes one pass.
      inTime = [...inTime, ...records.map(enter)].toSorted(byTime);
      forgetOldest();
    },
    find: (sid) => bySid.get(sid),
    *after(n) {
      for (let i = Math.max(0, n - (entries[0]?.n ?? 0) + 1); i < entries.length; i++) yield entries[i] as Booked<T>;
    },
    *older(than, parentSid) {
      const walked = sequence(parentSid);
      for (let i = countBefore(walked, than) - 1; i >= 0; i--) yield walked[i] as Booked<T>;
    },
    *newer(than, parentSid) {
      const walked = sequence(parentSid);
      const next = countBefore(walked, { ...than, n: than.n + 1 });
      for (let i = next; i < walked.length; i++) yield walked[i] as Booked<T>;
    },
    total: () => last,
  };
}
