import { listenTo, openDatabase } from '@trunkline/db/connection';
import { alertSirensAgain } from '@trunkline/db/live-control';
import { STREAM_CHANNEL } from '@trunkline/db/stream';
import { deleteExpiredDeliveries } from '@trunkline/db/webhooks';
import { chooseQueueBackend, notifyQueue, openQueue, startWorker } from '@trunkline/queues';
import { openHttpServer, operationsRouter, runService, startLoop, watchWorker } from '@trunkline/service';
import express from 'express';
import { workerNotifyEnv } from './config.ts';
import { deliver } from './deliver.ts';
import { followStream } from './follow-stream.ts';
import { measureForMetrics } from './measure-for-metrics.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { relayDeliveries } from './relay-deliveries.ts';

const LOOK_EVERY_MS = 500;
const ALERT_EVERY_MS = 1000;
const MEASURE_EVERY_MS = 10_000;
const FORGET_EVERY_MS = 60_000;
const FORGET_AT_MOST = 5000;
/** They mostly wait for somebody's answer, up to 10 s. */
const JOBS_AT_ONCE = 50;
const CONNECTIONS = 8;

await runService('worker-notify', workerNotifyEnv, async ({ config, log, opened }) => {
  const db = opened.use(openDatabase(config.DATABASE_URL, 'worker-notify', { maxConnections: CONNECTIONS }));
  const backend = chooseQueueBackend(config);
  const queue = opened.use(openQueue(notifyQueue, backend));
  const relay = oneAtATime(relayDeliveries({ db, queue }));
  const follow = oneAtATime(followStream({ db, onAdded: relay }));
  const soon = (round: () => Promise<void>) => () => void round().catch(() => {}); // its loop looks again, and reports
  opened.use(listenTo(db, STREAM_CHANNEL, soon(follow)));
  const handle = deliver({
    db,
    log,
    onSettled: soon(relay),
    isProduction: config.NODE_ENV === 'production',
    mayBePrivate: config.WEBHOOKS_ALLOW_PRIVATE,
  });
  const worker = opened.use(
    startWorker(notifyQueue, backend, handle, {
      concurrency: JOBS_AT_ONCE,
      onError: (error) => log.warn({ err: error }, 'the queue is away'),
      onGivenUp: async ({ deliveryId }, error) =>
        log.warn({ err: error, delivery_id: deliveryId }, 'a job failed; the relay takes up its delivery'),
    }),
  );
  const loops = [
    opened.use(startLoop('stream', LOOK_EVERY_MS, follow, log)),
    opened.use(startLoop('relay', LOOK_EVERY_MS, relay, log, LOOK_EVERY_MS)),
    opened.use(startLoop('sirens', ALERT_EVERY_MS, async () => void (await alertSirensAgain(db.pool)), log)),
  ];
  opened.use(startLoop('measure', MEASURE_EVERY_MS, measureForMetrics(db), log));
  const forget = async () => void (await deleteExpiredDeliveries(db.pool, FORGET_AT_MOST));
  opened.use(startLoop('retention', FORGET_EVERY_MS, forget, log));
  const ofWorker = watchWorker('worker-notify', worker, log);
  const health = () => {
    const { healthy, ...report } = ofWorker();
    return { healthy: healthy && loops.every((loop) => loop.isAlive()), ...report, stream: loops[0]!.last() };
  };
  opened.use(await openHttpServer(express().use(operationsRouter(health)), config));
});
