import { z } from 'zod';
import type { QueueContract } from './queue-contract.ts';

/** Recordings to fetch from Twilio. Consumed by `worker-recording`, whose relay enqueues a lost job again. */
export const recordingsQueue: QueueContract<{ recordingSid: string }> = {
  name: 'recordings',
  data: z.object({ recordingSid: z.string().max(100) }),
  attempts: 3,
  retryDelayMs: 500,
  keepCompleted: { age: 3600, count: 1000 },
  keepFailed: { age: 7 * 86_400, count: 5000 },
};
