import { openDatabase } from '@trunkline/db/connection';
import { callbacksQueue, chooseQueueBackend, openQueue } from '@trunkline/queues';
import { openHttpServer, operationsRouter, runService, startLoop } from '@trunkline/service';
import express from 'express';
import { workerReconcileEnv } from './config.ts';
import { keepPartitions } from './keep-partitions.ts';
import { measureForMetrics } from './measure-inbox.ts';
import { openReconciler } from './open-reconciler.ts';
import { relayCallbacks } from './relay-callbacks.ts';

const RELAY_EVERY_MS = 1000;
const PARTITIONS_EVERY_MS = 3_600_000;
const MEASURE_EVERY_MS = 10_000;

await runService('worker-reconcile', workerReconcileEnv, async ({ config, log, opened }) => {
  const db = opened.use(openDatabase(config.DATABASE_URL, 'worker-reconcile', { maxConnections: 10 }));
  const queue = opened.use(openQueue(callbacksQueue, chooseQueueBackend(config)));
  const relay = opened.use(startLoop('relay', RELAY_EVERY_MS, relayCallbacks({ db, queue, log }), log, RELAY_EVERY_MS));
  const partitions = opened.use(startLoop('partitions', PARTITIONS_EVERY_MS, keepPartitions({ db, config, log }), log));
  opened.use(startLoop('measure', MEASURE_EVERY_MS, measureForMetrics(db), log));
  const reconciler = opened.use(openReconciler({ db, callbacks: queue, config, log }));
  const health = () => ({
    healthy: relay.isAlive(),
    service: 'worker-reconcile',
    relay: relay.last(),
    partitions: partitions.last(),
    ...reconciler.report(),
  });
  opened.use(await openHttpServer(express().use(operationsRouter(health)), config));
});
