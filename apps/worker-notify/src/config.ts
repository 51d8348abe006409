import { listenEnv } from '@trunkline/service';
import { z } from 'zod';

/** The environment of `worker-notify`. */
export const workerNotifyEnv = z.object({
  ...listenEnv(4007),
  DATABASE_URL: z.url().describe('Postgres'),
  REDIS_URL: z.url().optional().describe('Redis for the queues; without it they live in Postgres'),
  WEBHOOKS_ALLOW_PRIVATE: z
    .stringbool()
    .default(false)
    .describe(
      'true lets outbound webhooks go to addresses that are not public, such as a receiver in your own network',
    ),
});
