/** Durations in buckets that grow by 4 %: percentiles within 4 %, whatever their number. */
export interface Histogram {
  add(ms: number): void;
  summary(): { p50: number; p99: number; max: number };
}

export function createHistogram(): Histogram {
  const counts: number[] = [];
  let total = 0;
  let max = 0;
  const percentile = (share: number): number => {
    let left = total * share;
    for (const [bucket, count] of counts.entries()) {
      left -= count ?? 0;
      if (left <= 0) return Math.min(max, upperEnd(bucket));
    }
    return max;
  };
  return {
    add(ms) {
      const bucket = Math.max(0, Math.ceil(Math.log(ms / lowestMs) / Math.log(growth)));
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      total++;
      max = Math.max(max, ms);
    },
    summary: () => ({ p50: round(percentile(0.5)), p99: round(percentile(0.99)), max: round(max) }),
  };
}

const lowestMs = 0.05;
const growth = 1.04;
const upperEnd = (bucket: number): number => lowestMs * growth ** bucket;
const round = (ms: number): number => Math.round(ms * 100) / 100;
