import type { Database } from '@trunkline/db/connection';
import { claimDueDeliveries, measureNotifications, type DueDelivery } from '@trunkline/db/webhooks';
import { notifyQueue, type Relay } from '@trunkline/queues';
import { metrics } from '@trunkline/service';

const CLAIM_AT_MOST = 500;

const openSirens = metrics.gauge('sirens_open', 'Sirens that are active or acknowledged');
const waiting = metrics.gauge('webhook_deliveries_waiting', 'Webhooks that are neither delivered nor given up');
const oldest = metrics.gauge('webhook_deliveries_oldest_age_seconds', 'Age of the oldest of them');

/** Enqueues every delivery that is due, and again where its job or its worker was lost. */
export const deliveryRelay = ({ pool }: Pick<Database, 'pool'>): Relay<DueDelivery> => ({
  queue: notifyQueue,
  everyMs: 500,
  maxDepth: 500,
  claim: async () => (await claimDueDeliveries(pool, CLAIM_AT_MOST)).map((data) => ({ data })),
});

/** Sets the gauges of sirens and deliveries. */
export const measureDeliveries =
  ({ pool }: Pick<Database, 'pool'>) =>
  async (): Promise<void> => {
    const measured = await measureNotifications(pool);
    openSirens.set(measured.openSirens);
    waiting.set(measured.undelivered);
    oldest.set(measured.oldestSeconds);
  };
