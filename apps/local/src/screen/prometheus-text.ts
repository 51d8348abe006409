/** The samples of `GET /metrics`. */
export type Metrics = readonly Sample[];

interface Sample {
  name: string;
  labels: string;
  value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;

/** Parses the samples of Prometheus' text format; comments and types are skipped. */
export function parseMetrics(text: string): Metrics {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    return name && value ? { name, labels, value: Number(value) } : [];
  });
}

/** The sum of a counter over all its labels. */
export const sumOf = (metrics: Metrics, name: string): number =>
  metrics.reduce((sum, sample) => (sample.name === name ? sum + sample.value : sum), 0);

/**
 * A quantile of a histogram, interpolated within its bucket as Prometheus does, or the bound of the last finite bucket if
 * it is above; undefined while the histogram is empty.
 */
export function quantileOf(metrics: Metrics, histogram: string, quantile: number): number | undefined {
  const buckets = bucketsOf(metrics, histogram);
  const wanted = quantile * (buckets.at(-1)?.count ?? 0);
  if (wanted === 0) return undefined;
  const index = buckets.findIndex(({ count }) => count >= wanted);
  const { bound, count } = buckets[index]!;
  const below = buckets[index - 1] ?? { bound: 0, count: 0 };
  if (bound === Infinity) return below.bound;
  return below.bound + ((bound - below.bound) * (wanted - below.count)) / (count - below.count);
}

/** Cumulative counts by upper bound, summed over other labels. */
function bucketsOf(metrics: Metrics, histogram: string): { bound: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const { name, labels, value } of metrics) {
    const bound = name === `${histogram}_bucket` ? /(?:^|,)le="([^"]*)"/.exec(labels)?.[1] : undefined;
    if (bound === undefined) continue;
    const key = bound === '+Inf' ? Infinity : Number(bound);
    counts.set(key, (counts.get(key) ?? 0) + value);
  }
  return [...counts].map(([bound, count]) => ({ bound, count })).toSorted((a, b) => a.bound - b.bound);
}
