import { openAppDatabase } from '@trunkline/db/connection';
import { endHeartbeat, saveHeartbeat } from '@trunkline/db/processes';
import { callbacksQueue, chooseQueueBackend, openQueue } from '@trunkline/queues';
import { openHttpServer, runService, startHeartbeat, type Heartbeat } from '@trunkline/service';
import { setDefaultCountry } from '@trunkline/telephony/numbers';
import { ingestEnv } from './config.ts';
import { createIngest } from './create-ingest.ts';

await runService('ingest', ingestEnv, async ({ config, log, opened }) => {
  setDefaultCountry(config.DEFAULT_COUNTRY);
  const waits = { connectTimeoutMs: 800, queryTimeoutMs: 5000, lockTimeoutMs: 800 };
  const limits = { ...waits, maxConnections: 3, indexOnlyPlans: true };
  const db = opened.use(await openAppDatabase('ingest', { config, log }, limits));
  const queue = opened.use(openQueue(callbacksQueue, chooseQueueBackend(config)));
  const ingest = opened.use(createIngest({ db, queue, config, log }));
  opened.use(await openHttpServer(ingest.app, config, ingest.options));
  const { describe, figures } = ingest;
  const save = (heartbeat: Heartbeat) => saveHeartbeat(db.pool, heartbeat);
  const end = (id: string) => endHeartbeat(db.pool, id);
  opened.use(startHeartbeat({ app: 'ingest', describe, figures, save, end, log }));
});
