import { workerEnv } from '@trunkline/queues';
import { webhookReachEnv } from '@trunkline/service';
import { z } from 'zod';

/** The environment of `worker-notify`. */
export const workerNotifyEnv = z.object({
  ...workerEnv(4007),
  ...webhookReachEnv,
});
