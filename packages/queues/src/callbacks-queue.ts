import { z } from 'zod';
import type { QueueContract } from './queue-contract.ts';

/** Callbacks to apply: inbox ids. Consumed by `worker-status`. */
export const callbacksQueue: QueueContract<{ ids: string[] }> = {
  name: 'callbacks',
  data: z.object({ ids: z.array(z.string().regex(/^\d{1,19}$/)).min(1) }),
  attempts: 3,
  retryDelayMs: 500,
  keepCompleted: { age: 3600, count: 1000 },
  keepFailed: { age: 7 * 86_400, count: 5000 },
};
