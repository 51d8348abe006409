import { type Entry, byTime, countBefore, type TimedRecord, insert, type Position } from './time-order.ts';

/** The most recent records of one kind: found by SID, iterated by number or by time. */
export interface RecordStore<T extends TimedRecord> {
  add(record: T): void;
  /** Adds many at once, in any order. */
  addAll(records: readonly T[]): void;
  find(sid: string): Entry<T> | undefined;
  /** Entries whose numbers are greater than `n`, in the order of their numbers. */
  after(n: number): IteratorObject<Entry<T>>;
  /** Entries before a position, newest first; with `parentSid` only those of one parent. */
  older(than: Position, parentSid?: string): IteratorObject<Entry<T>>;
  /** Entries behind a position, oldest first. */
  newer(than: Position, parentSid?: string): IteratorObject<Entry<T>>;
  /** How many were ever added. */
  total(): number;
}

export function createRecordStore<T extends TimedRecord>(
  limit: number,
  parentOf: (record: T) => string | null,
): RecordStore<T> {
  const bySid = new Map<string, Entry<T>>();
  const byParent = new Map<string, Entry<T>[]>();
  let entries: Entry<T>[] = [];
  let inTime: Entry<T>[] = [];
  let last = 0;

  const enter = (record: T): Entry<T> => {
    const entry = { n: ++last, record };
    entries.push(entry);
    bySid.set(record.sid, entry);
    const parent = parentOf(record);
    if (parent === null) return entry;
    const siblings = byParent.get(parent);
    if (siblings) insert(siblings, entry);
    else byParent.set(parent, [entry]);
    return entry;
  };
  /** Drops 5 % of `limit` at a time, so that a full store is not copied for every record. */
  const dropOldest = (): void => {
    if (entries.length <= limit * 1.05) return;
    const dropped = entries.slice(0, -limit);
    entries = entries.slice(-limit);
    const isKept = ({ n }: Entry<T>): boolean => n > last - entries.length;
    inTime = inTime.filter(isKept);
    for (const entry of dropped) {
      if (bySid.get(entry.record.sid) === entry) bySid.delete(entry.record.sid);
      const parent = parentOf(entry.record) ?? '';
      const siblings = byParent.get(parent)?.filter(isKept) ?? [];
      if (siblings.length > 0) byParent.set(parent, siblings);
      else byParent.delete(parent);
    }
  };
  const sequence = (parentSid?: string) => (parentSid === undefined ? inTime : (byParent.get(parentSid) ?? []));

  return {
    add(record) {
      insert(inTime, enter(record));
      dropOldest();
    },
    addAll(records) {
      // Sorting two sorted runs takes one pass.
      inTime = [...inTime, ...records.map(enter)].toSorted(byTime);
      dropOldest();
    },
    find: (sid) => bySid.get(sid),
    *after(n) {
      for (let i = Math.max(0, n - (entries[0]?.n ?? 0) + 1); i < entries.length; i++) yield entries[i] as Entry<T>;
    },
    *older(than, parentSid) {
      const walked = sequence(parentSid);
      for (let i = countBefore(walked, than) - 1; i >= 0; i--) yield walked[i] as Entry<T>;
    },
    *newer(than, parentSid) {
      const walked = sequence(parentSid);
      const next = countBefore(walked, { ...than, n: than.n + 1 });
      for (let i = next; i < walked.length; i++) yield walked[i] as Entry<T>;
    },
    total: () => last,
  };
}
