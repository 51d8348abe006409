import type { OpenQueue } from '@trunkline/queues';
import { metrics, type Logger } from '@trunkline/service';

const MAX_PENDING = 64;

const notEnqueued = metrics.counter(
  'ingest_not_enqueued_total',
  'Flushes whose job was not added; the relay enqueues them',
);

/**
 * Adds one job per flush; no request waits for it. While the queue's server does not answer, at most 64 adds are
 * pending, and the relay enqueues the other rows.
 */
export function enqueueAfterCommit(
  queue: Pick<OpenQueue<{ ids: string[] }>, 'add'>,
  log: Logger,
): (ids: string[]) => void {
  let pending = 0;
  let lastWarning = 0;
  const leaveToRelay = (error?: unknown): void => {
    notEnqueued.inc();
    if (Date.now() - lastWarning < 10_000) return;
    lastWarning = Date.now();
    log.warn({ err: error }, 'the queue is unavailable; the relay will enqueue the committed callbacks');
  };
  return (ids) => {
    if (pending >= MAX_PENDING) return leaveToRelay();
    pending += 1;
    // A job id must be unique for ever and not all digits: the first row's id and its generation.
    queue
      .add([{ jobId: `in-${ids[0]}-0`, data: { ids } }])
      .catch(leaveToRelay)
      .finally(() => (pending -= 1));
  };
}
