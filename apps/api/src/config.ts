import { clockEnv, commaList, listenEnv, secretString } from '@trunkline/service';
import { z } from 'zod';

/** The environment of `api`. */
export const apiEnv = z.object({
  ...listenEnv(4001),
  DATABASE_URL: z.url().describe('Postgres'),
  REDIS_URL: z.url().optional().describe('Redis for the queues; without it they live in Postgres'),
  OWNED_PHONE_NUMBERS: commaList.describe("the account's own numbers, E.164, comma-separated"),
  BOARD_USER: z
    .string()
    .regex(/^[^:]+$/)
    .default('admin')
    .describe('name that operators give with the password'),
  BOARD_PASSWORD: secretString(1)
    .optional()
    .describe('password for /admin/queues and /api; without it they answer only to requests from the same machine'),
  ...clockEnv,
  BOARD_WRITABLE: z.stringbool().default(false).describe('true lets the queue board pause, retry and remove jobs'),
});

export type ApiConfig = z.output<typeof apiEnv>;
