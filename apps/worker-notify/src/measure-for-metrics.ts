import type { Database } from '@trunkline/db/connection';
import { measureNotifications } from '@trunkline/db/webhooks';
import { metrics } from '@trunkline/service';

const open = metrics.gauge('sirens_open', 'Sirens that are active or acknowledged');
const waiting = metrics.gauge('webhook_deliveries_waiting', 'Webhooks that are not delivered yet, nor given up');
const oldest = metrics.gauge('webhook_deliveries_oldest_age_seconds', 'How long the first of them waits');

/** One round of measuring what there is to tell, for Prometheus. */
export function measureForMetrics({ pool }: Pick<Database, 'pool'>): () => Promise<void> {
  return async () => {
    const measured = await measureNotifications(pool);
    open.set(measured.openSirens);
    waiting.set(measured.undelivered);
    oldest.set(measured.oldestSeconds);
  };
}
