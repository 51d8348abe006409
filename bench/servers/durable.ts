/** The ingest service as it is deployed. */
import { openDatabase } from '@trunkline/db/connection';
import { callbacksQueue, chooseQueueBackend, openQueue } from '@trunkline/queues';
import { openLogger, readEnv } from '@trunkline/service';
import { ingestEnv } from '../../apps/ingest/src/config.ts';
import { createIngest } from '../../apps/ingest/src/create-ingest.ts';
import { serveBench } from './serve-bench.ts';

const config = readEnv(ingestEnv);
const db = openDatabase(config.DATABASE_URL, 'bench', {
  maxConnections: 3,
  connectTimeoutMs: 800,
  queryTimeoutMs: 5000,
  indexOnlyPlans: true,
});
const queue = openQueue(callbacksQueue, chooseQueueBackend(config));
serveBench(createIngest({ db, queue, config, log: openLogger('durable', 'error') }).app);
