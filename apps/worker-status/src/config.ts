import { commaList, listenEnv } from '@trunkline/service';
import { z } from 'zod';

/** Jobs under way at once in one process; each holds a connection. */
export const CONCURRENCY = 4;

/** The environment of `worker-status`. */
export const workerStatusEnv = z.object({
  ...listenEnv(4002),
  DATABASE_URL: z.url().describe('Postgres'),
  REDIS_URL: z.url().optional().describe('Redis for the queues; without it they live in Postgres'),
  OWNED_PHONE_NUMBERS: commaList.describe("the account's own numbers, E.164, comma-separated"),
});
