import type { OpenQueue } from '@trunkline/queues';
import { metrics, type Logger } from '@trunkline/service';

const MAX_UNDER_WAY = 64;

const notEnqueued = metrics.counter(
  'ingest_not_enqueued_total',
  'Flushes whose job was not added; the relay enqueues them',
);

/**
 * Adds one job per flush, beside the answer: nobody waits for it. While the queue's server is frozen only a bounded
 * number of adds is under way, and the rest is left to the relay.
 */
export function enqueueBeside(queue: Pick<OpenQueue<{ ids: string[] }>, 'add'>, log: Logger): (ids: string[]) => void {
  let underWay = 0;
  let lastWarning = 0;
  const leaveToRelay = (error?: unknown): void => {
    notEnqueued.inc();
    if (Date.now() - lastWarning < 10_000) return;
    lastWarning = Date.now();
    log.warn({ err: error }, 'the queue is away; the relay will enqueue what was committed');
  };
  return (ids) => {
    if (underWay >= MAX_UNDER_WAY) return leaveToRelay();
    underWay += 1;
    // A job id must be unique for ever and not all digits: the first row's id and its generation.
    queue
      .add([{ jobId: `in-${ids[0]}-0`, data: { ids } }])
      .catch(leaveToRelay)
      .finally(() => (underWay -= 1));
  };
}
