import { listenEnv } from '@trunkline/service';
import { z } from 'zod';

/** The environment of `worker-reconcile`. */
export const workerReconcileEnv = z.object({
  ...listenEnv(4003),
  DATABASE_URL: z.url().describe('Postgres'),
  REDIS_URL: z.url().optional().describe('Redis for the queues; without it they live in Postgres'),
  INBOX_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(2)
    .default(30)
    .describe('days that callbacks are kept in the inbox'),
  DEDUPE_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(2)
    .default(90)
    .describe('days that a callback is recognised as a repeat; at least as long as the inbox keeps it'),
});
