import { createHistogram } from './histogram.ts';

/** Counts over all loads. `callbacks_*` count distinct logical callbacks, however often they are sent. */
export function createDeliveryCounts() {
  return {
    callbacks_planned: 0,
    callbacks_sent: 0,
    callbacks_acked: 0,
    callbacks_failed: 0,
    /** Failed although no fault was put on them: what a correct receiver keeps at zero. */
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
