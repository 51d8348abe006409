import { workerEnv } from '@trunkline/queues';
import { commaList, countryEnv } from '@trunkline/service';
import { z } from 'zod';

/** Jobs that run at the same time in one process; each holds a connection. */
export const CONCURRENCY = 4;

/** Rows claimed at a time while there is no queue. */
export const CLAIM_AT_MOST = 500;

/** The environment of `worker-status`. */
export const workerStatusEnv = z.object({
  ...workerEnv(4002),
  OWNED_PHONE_NUMBERS: commaList.describe("the account's own numbers, E.164, comma-separated"),
  ...countryEnv,
});
