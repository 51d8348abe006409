import type { z } from 'zod';

/** A queue as both sides know it. Jobs carry ids; any job may run twice, late, or never. */
export type QueueContract<D> = {
  name: string;
  data: z.ZodType<D>;
  /** Attempts for trouble that is not the job's fault (the database is away). What is left then, the relay takes up. */
  attempts: number;
  retryDelayMs: number;
  keepCompleted: { age: number; count: number };
  keepFailed: { age: number; count: number };
};
