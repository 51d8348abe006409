/** Counts of all loads. `callbacks_*` count logical callbacks, however often each is sent. */
export function createDeliveryCounts() {
  return {
    callbacks_planned: 0,
    callbacks_sent: 0,
    callbacks_acked: 0,
    callbacks_failed: 0,
    /** Failed without an injected fault: a correct receiver keeps this at 0. */
    unfaulted_failed: 0,
    dropped: 0,
    unanswered: 0,
    duplicates_sent: 0,
    reordered: 0,
    delayed: 0,
    forged: 0,
    forged_acked: 0,
    slow: 0,
    retries: 0,
    ackMs: createHistogram(),
  };
}

export type DeliveryCounts = ReturnType<typeof createDeliveryCounts>;

interface CallCounts {
  calls: number;
  /** Calls and their dialled legs. */
  legs: number;
  liveCalls: number;
  isDone: boolean;
}

export type SimulatorStats = ReturnType<typeof summarize>;

/** The counts as the control API and the outcome show them. */
export function summarize({ ackMs, ...counts }: DeliveryCounts, { calls, legs, liveCalls, isDone }: CallCounts) {
  return { calls, legs, live_calls: liveCalls, ...counts, ack_ms: ackMs.summary(), done: isDone };
}

/** Durations in buckets that grow by 4 %, so percentiles are exact within 4 %, in constant memory. */
export interface Histogram {
  add(ms: number): void;
  summary(): { p50: number; p99: number; max: number };
}

function createHistogram(): Histogram {
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
