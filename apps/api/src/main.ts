import { checkApiRole, openDatabase, refuseLogin } from '@trunkline/db/connection';
import { endHeartbeat, saveHeartbeat } from '@trunkline/db/processes';
import { chooseQueueBackend } from '@trunkline/queues';
import { openHttpServer, runService, startHeartbeat, type Heartbeat } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import { setDefaultCountry } from '@trunkline/telephony/numbers';
import { apiEnv } from './config.ts';
import { createApi } from './create-api.ts';
import { openQueueBoard } from './queues/queue-board.ts';
import { createEventHub, STREAM_CONNECTIONS, type EventHub } from './stream/event-hub.ts';

const countClients = (hub: EventHub): number =>
  Object.values(hub.stats().clients).reduce((sum, count) => sum + count, 0);

await runService('api', apiEnv, async ({ config, log, opened }) => {
  setDefaultCountry(config.DEFAULT_COUNTRY);
  const limits = { maxConnections: 5, connectTimeoutMs: 2000, queryTimeoutMs: 30_000, refuse: checkApiRole };
  const db = opened.use(openDatabase(config.DATABASE_URL, 'api', limits));
  await refuseLogin(db);
  await db.loadPrisma(); // half a second, which the first request would wait for
  const storage = opened.use(openStorage(config));
  const board = opened.use(openQueueBoard(chooseQueueBackend(config), config.BOARD_WRITABLE, log));
  const streamDb = opened.use(
    openDatabase(config.DATABASE_URL, 'api stream', { ...STREAM_CONNECTIONS, refuse: checkApiRole }),
  );
  const hub = createEventHub({ db: streamDb, log, board });
  opened.use(await openHttpServer(createApi({ db, storage, board, hub, config, log }), config));
  const describe = () => ({ healthy: true, service: 'api', stream: hub.stats() });
  const figures = () => ({ stream_clients: countClients(hub), stream_lag_seconds: hub.stats().lagSeconds });
  const save = (heartbeat: Heartbeat) => saveHeartbeat(db.pool, heartbeat);
  const end = (id: string) => endHeartbeat(db.pool, id);
  opened.use(startHeartbeat({ app: 'api', describe, figures, save, end, log }));
  opened.use(hub.start()); // opened after the server and closed before it: an open stream would keep the server from closing
});
