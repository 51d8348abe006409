import { clockEnv, commaList, listenEnv, secretString } from '@trunkline/service';
import { storageEnv } from '@trunkline/storage';
import { dialableNumber } from '@trunkline/telephony';
import { z } from 'zod';

/** The environment of `api`. */
export const apiEnv = z
  .object({
    ...listenEnv(4001),
    DATABASE_URL: z.url().describe('Postgres'),
    REDIS_URL: z.url().optional().describe('Redis for the queues; without it they live in Postgres'),
    OWNED_PHONE_NUMBERS: commaList.describe("the account's own numbers, E.164, comma-separated"),
    WEBHOOK_BASE_URL: z
      .url()
      .default('http://127.0.0.1:4000')
      .describe('public origin that Twilio calls: where the calls that we place get their documents'),
    TWILIO_PHONE_NUMBER: z
      .string()
      .refine((text) => dialableNumber(text) === text, 'must be E.164, such as +16175006181')
      .optional()
      .describe('caller ID of the calls that we place; the first of OWNED_PHONE_NUMBERS when not given'),
    TWILIO_ACCOUNT_SID: z.string().optional().describe('the account; shown masked by GET /api/twilio/debug/'),
    API_KEYS: commaList.describe(
      'keys by which applications trigger interviews (X-API-Key), comma-separated; without any only operators do',
    ),
    WHITELISTED_NUMBERS: z
      .string()
      .transform(readNumbers)
      .optional()
      .describe('JSON array of the only numbers that interviews may call, E.164; without it any number'),
    BOARD_USER: z
      .string()
      .regex(/^[^:]+$/)
      .default('admin')
      .describe('name that operators give with the password'),
    BOARD_PASSWORD: secretString(1)
      .optional()
      .describe('password for /admin/queues and /api; without it they answer only to requests from the same machine'),
    ...storageEnv,
    SIGNED_URL_SECRET: secretString(32)
      .optional()
      .describe('signs the URLs of recordings; every copy of api needs the same, and production cannot do without'),
    ...clockEnv,
    BOARD_WRITABLE: z.stringbool().default(false).describe('true lets the queue board pause, retry and remove jobs'),
  })
  .superRefine((env, context) => {
    if (env.NODE_ENV !== 'production') return;
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (env.SIGNED_URL_SECRET === undefined) refuse('SIGNED_URL_SECRET', 'is needed in production');
    if (env.CLOCK_START) refuse('CLOCK_START', 'is for tests: in production time is real');
  });

export type ApiConfig = z.output<typeof apiEnv>;

function readNumbers(text: string, context: z.RefinementCtx): ReadonlySet<string> {
  try {
    const numbers = z.array(z.string().regex(/^\+[1-9]\d{6,14}$/)).parse(JSON.parse(text));
    return new Set(numbers);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON array of E.164 numbers, such as ["+16175006181"]' });
    return z.NEVER;
  }
}
