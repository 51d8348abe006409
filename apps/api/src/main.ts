import { openDatabase } from '@trunkline/db';
import { chooseQueueBackend } from '@trunkline/queues';
import { openHttpServer, runService } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import { apiEnv } from './config.ts';
import { createApi } from './create-api.ts';
import { openQueueBoard } from './open-queue-board.ts';

await runService('api', apiEnv, async ({ config, log, opened }) => {
  const limits = { maxConnections: 5, connectTimeoutMs: 2000, queryTimeoutMs: 30_000 };
  const db = opened.use(openDatabase(config.DATABASE_URL, 'api', limits));
  const storage = opened.use(openStorage(config));
  const board = opened.use(openQueueBoard(chooseQueueBackend(config), config.BOARD_WRITABLE));
  opened.use(await openHttpServer(createApi({ db, storage, board, config, log }), config));
});
