import { openDatabase } from '@trunkline/db/connection';
import { chooseQueueBackend, openQueue, recordingsQueue } from '@trunkline/queues';
import { openHttpServer, operationsRouter, runService, startLoop } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import express from 'express';
import { workerRecordingEnv } from './config.ts';
import { expireRecordings } from './expire-recordings.ts';
import { measureForMetrics } from './measure-for-metrics.ts';
import { openFetching } from './open-fetching.ts';
import { relayRecordings } from './relay-recordings.ts';

const RELAY_EVERY_MS = 500;
const EXPIRE_EVERY_MS = 60_000;
const MEASURE_EVERY_MS = 10_000;
/** Besides those that fetch: the relay, and whoever measures or tidies up. */
const OTHER_CONNECTIONS = 3;

await runService('worker-recording', workerRecordingEnv, async ({ config, log, opened }) => {
  const maxConnections = config.RECORDING_FETCHES_AT_ONCE + OTHER_CONNECTIONS;
  const db = opened.use(openDatabase(config.DATABASE_URL, 'worker-recording', { maxConnections }));
  const storage = opened.use(openStorage(config));
  const fetching = opened.use(await openFetching({ db, storage, config, log }));
  const queue = opened.use(openQueue(recordingsQueue, chooseQueueBackend(config)));
  const relay = opened.use(
    startLoop('relay', RELAY_EVERY_MS, relayRecordings({ db, queue, isOn: fetching.isOn }), log, RELAY_EVERY_MS),
  );
  opened.use(startLoop('retention', EXPIRE_EVERY_MS, expireRecordings({ db, storage, config, log }), log));
  opened.use(startLoop('measure', MEASURE_EVERY_MS, measureForMetrics(db), log));
  const health = () => {
    const { healthy, ...report } = fetching.report();
    return {
      ...report,
      healthy: healthy && relay.isAlive(),
      service: 'worker-recording',
      relay: relay.last(),
      storage: storage.kind,
    };
  };
  opened.use(await openHttpServer(express().use(operationsRouter(health)), config));
});
