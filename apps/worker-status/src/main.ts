import { openDatabase } from '@trunkline/db/connection';
import { callbacksQueue, chooseQueueBackend, startWorker } from '@trunkline/queues';
import { openHttpServer, operationsRouter, runService, watchWorker } from '@trunkline/service';
import express from 'express';
import { applyCallbacks } from './apply-callbacks.ts';
import { chargeAttempt } from './charge-attempt.ts';
import { CONCURRENCY, workerStatusEnv } from './config.ts';

await runService('worker-status', workerStatusEnv, async ({ config, log, opened }) => {
  const db = opened.use(
    openDatabase(config.DATABASE_URL, 'worker-status', {
      maxConnections: CONCURRENCY + 1,
      indexOnlyPlans: true,
      asyncCommit: true,
    }),
  );
  const apply = applyCallbacks({ db, ownedNumbers: config.OWNED_PHONE_NUMBERS, log });
  const worker = opened.use(
    startWorker(callbacksQueue, chooseQueueBackend(config), ({ ids }) => apply(ids), {
      concurrency: CONCURRENCY,
      onError: (error) => log.warn({ err: error }, 'the queue is away'),
      onGivenUp: chargeAttempt(db, log),
    }),
  );
  const health = watchWorker('worker-status', worker, log);
  opened.use(await openHttpServer(express().use(operationsRouter(health)), config));
});
