/** Durations of one interval, for its percentiles. */
export type Latencies = {
  record: (ms: number) => void;
  /** The durations since the last call; percentiles are null where there were none. */
  take: () => { count: number; p50: number | null; p99: number | null };
};

/** Each bucket is 9 % wider than the one before, from 10 µs on; the last one ends at 20 minutes. */
const PER_DOUBLING = 8;
const FIRST_MS = 0.01;
const BUCKETS = 27 * PER_DOUBLING;

/** Counts durations in buckets of 9 %: a few nanoseconds each, and no memory that grows. */
export function openLatencies(): Latencies {
  let counts = new Uint32Array(BUCKETS);
  let count = 0;
  return {
    record(ms) {
      const bucket = Math.ceil(Math.log2(ms / FIRST_MS) * PER_DOUBLING);
      counts[bucket > 0 ? Math.min(bucket, BUCKETS - 1) : 0]! += 1;
      count += 1;
    },
    take() {
      const taken = { count, p50: percentile(counts, count, 0.5), p99: percentile(counts, count, 0.99) };
      [counts, count] = [new Uint32Array(BUCKETS), 0];
      return taken;
    },
  };
}

/** The upper end of the bucket in which the percentile is. */
function percentile(counts: Uint32Array, count: number, share: number): number | null {
  if (count === 0) return null;
  let left = Math.ceil(count * share);
  const bucket = counts.findIndex((here) => (left -= here) <= 0);
  return Math.round(FIRST_MS * 2 ** (bucket / PER_DOUBLING) * 100) / 100;
}

/** By how much a number that only rises has risen since the last call. */
export function sinceLast(read: () => number): () => number {
  let last = read();
  return () => {
    const now = read();
    const risen = now - last;
    last = now;
    return risen;
  };
}
