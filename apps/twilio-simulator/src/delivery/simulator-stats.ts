import type { DeliveryCounts } from './delivery-counts.ts';

interface CallCounts {
  calls: number;
  /** Calls and their dialled legs. */
  legs: number;
  liveCalls: number;
  isDone: boolean;
}

export type SimulatorStats = ReturnType<typeof summarize>;

/** The counts of all loads so far, as the control API and the outcome show them. */
export function summarize({ ackMs, ...counts }: DeliveryCounts, { calls, legs, liveCalls, isDone }: CallCounts) {
  return { calls, legs, live_calls: liveCalls, ...counts, ack_ms: ackMs.summary(), done: isDone };
}
