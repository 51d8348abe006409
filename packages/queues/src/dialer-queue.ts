import { z } from 'zod';
import type { QueueContract } from './queue-contract.ts';

/** Intents whose call is to be placed, or whose submission is unknown. Consumed by `worker-dialer`. */
export const dialerQueue: QueueContract<{ intentId: string }> = {
  name: 'dialer',
  data: z.object({ intentId: z.uuid() }),
  attempts: 1, // the row says when it is due again
  retryDelayMs: 1000,
  keepCompleted: { age: 3600, count: 1000 },
  keepFailed: { age: 7 * 86_400, count: 1000 },
};
