import type { Logger } from './logger.ts';
import type { HealthReport } from './operations-router.ts';

const STALE_AFTER_MS = 20_000;
const STUCK_AFTER_MS = 90_000;

/**
 * Health of a worker by its canary. A process that no job reaches for 90 s, although the queue takes jobs, ends with
 * code 1, so that whoever runs it starts a fresh one.
 */
export function watchWorker(
  service: string,
  worker: { silentMs(): number; stuckMs(): number },
  log: Logger,
): () => HealthReport {
  setInterval(() => {
    if (worker.stuckMs() < STUCK_AFTER_MS) return;
    log.error({ stuck_ms: worker.stuckMs() }, 'no job reaches this worker any more; ending it');
    process.exit(1);
  }, 5000).unref();
  return () => ({ healthy: worker.silentMs() < STALE_AFTER_MS, service, canary_age_ms: worker.silentMs() });
}
