import { workerEnv } from '@trunkline/queues';
import { z } from 'zod';

/** The environment of `worker-notify`. */
export const workerNotifyEnv = z.object({
  ...workerEnv(4007),
  WEBHOOKS_ALLOW_PRIVATE: z
    .stringbool()
    .default(false)
    .describe(
      'true lets outbound webhooks go to addresses that are not public, such as a receiver in your own network',
    ),
});
