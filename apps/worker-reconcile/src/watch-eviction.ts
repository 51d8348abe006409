import { findEviction } from '@trunkline/queues';
import type { Logger } from '@trunkline/service';

const AN_HOUR_MS = 3_600_000;
const RUNBOOK = 'docs/operations/deployment.md#redis';

/** Logs an ERROR at once and every hour while Redis may evict keys, on which the queues depend. */
export function watchEviction(url: string | undefined, log: Pick<Logger, 'error'>, now: () => number = Date.now) {
  let loggedAt = -Infinity;
  return async (): Promise<void> => {
    if (now() - loggedAt < AN_HOUR_MS) return;
    const found = await findEviction(url);
    if (found === undefined) return;
    loggedAt = now();
    log.error({ event: 'redis_evicts', runbook: RUNBOOK }, found);
  };
}
