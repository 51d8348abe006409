import { listenTo, openAppDatabase, outageOf } from '@trunkline/db/connection';
import { alertSirensAgain } from '@trunkline/db/live-control';
import { workersHeartbeat } from '@trunkline/db/processes';
import { STREAM_CHANNEL } from '@trunkline/db/stream';
import { deleteExpiredDeliveries, forgetExpiredSecrets } from '@trunkline/db/webhooks';
import { notifyQueue, runWorker } from '@trunkline/queues';
import { workerNotifyEnv } from './config.ts';
import { deliver } from './deliver.ts';
import { followStream } from './follow-stream.ts';
import { deliveryRelay, measureDeliveries } from './relay-deliveries.ts';

/** Jobs mostly wait up to 10 s for an endpoint's answer. */
const JOBS_AT_ONCE = 50;
const CONNECTIONS = 8;
const DELETE_AT_MOST = 5000;

await runWorker('worker-notify', workerNotifyEnv, async ({ config, log, opened, wake }) => {
  const db = opened.use(await openAppDatabase('worker-notify', { config, log }, { maxConnections: CONNECTIONS }));
  opened.use(listenTo(db, STREAM_CHANNEL, () => wake('stream'), log));
  const relayNow = () => wake('relay');
  const reach = { isProduction: config.NODE_ENV === 'production', mayBePrivate: config.WEBHOOKS_ALLOW_PRIVATE };
  return {
    consume: {
      queue: notifyQueue,
      concurrency: JOBS_AT_ONCE,
      handle: deliver({ db, log, onSettled: relayNow, ...reach }),
    },
    relay: deliveryRelay(db),
    outageOf,
    loops: {
      stream: { everyMs: 500, tick: followStream({ db, onAdded: relayNow }), isVital: true },
      sirens: { everyMs: 1000, tick: () => alertSirensAgain(db.pool), isVital: true },
      retention: {
        everyMs: 60_000,
        tick: async () => {
          await forgetExpiredSecrets(db.pool);
          await deleteExpiredDeliveries(db.pool, DELETE_AT_MOST);
        },
      },
    },
    measure: measureDeliveries(db),
    heartbeat: workersHeartbeat(db),
  };
});
