import type { CallRecord } from './call-record.ts';

export interface BookedCall {
  /** Counts up in order of creation. */
  readonly n: number;
  readonly record: CallRecord;
}

/** The truth of the most recent calls, found by SID or walked through in either direction. */
export interface CallBook {
  add(record: CallRecord): void;
  find(sid: string): BookedCall | undefined;
  /** Oldest first, from the first call whose number is greater than `n`. */
  after(n: number): IteratorObject<BookedCall>;
  /** Newest first, from the first call whose number is smaller than `n`. */
  before(n: number): IteratorObject<BookedCall>;
  /** Ever added, remembered or not. */
  total(): number;
}

export function createCallBook(limit = 200_000): CallBook {
  const bySid = new Map<string, BookedCall>();
  let calls: BookedCall[] = [];
  let last = 0;

  const forgetOldest = (): void => {
    for (const call of calls.slice(0, -limit)) if (bySid.get(call.record.sid) === call) bySid.delete(call.record.sid);
    calls = calls.slice(-limit);
  };
  const indexOf = (n: number): number => n - (calls[0]?.n ?? 0);

  return {
    add(record) {
      const call = { n: ++last, record };
      calls.push(call);
      bySid.set(record.sid, call);
      // In strides, so that a full book does not copy itself for every call.
      if (calls.length > limit * 1.05) forgetOldest();
    },
    find: (sid) => bySid.get(sid),
    *after(n) {
      for (let i = Math.max(0, indexOf(n) + 1); i < calls.length; i++) yield calls[i] as BookedCall;
    },
    *before(n) {
      for (let i = Math.min(calls.length, indexOf(n)) - 1; i >= 0; i--) yield calls[i] as BookedCall;
    },
    total: () => last,
  };
}
