import { z } from 'zod';
import type { QueueContract } from './queue-contract.ts';

/** Outbound webhooks to deliver, with the number of the attempt. Consumed by `worker-notify`. */
export const notifyQueue: QueueContract<{ deliveryId: string; attempt: number }> = {
  name: 'notify',
  data: z.object({ deliveryId: z.string().regex(/^\d{1,19}$/), attempt: z.int().min(1) }),
  attempts: 1, // the row says when it is due again
  retryDelayMs: 1000,
  keepCompleted: { age: 3600, count: 1000 },
  keepFailed: { age: 7 * 86_400, count: 1000 },
};
