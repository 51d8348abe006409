import type { z } from 'zod';

/** What producers and consumers of a queue share. Jobs carry ids; any job may run twice, late, or never. */
export type QueueContract<D> = {
  name: string;
  data: z.ZodType<D>;
  /** Attempts when a job fails, as while the database is unavailable. After the last one the relay enqueues its row again. */
  attempts: number;
  /** Delay of the first retry; doubles with each further one. */
  retryDelayMs: number;
  keepCompleted: { age: number; count: number };
  keepFailed: { age: number; count: number };
};
