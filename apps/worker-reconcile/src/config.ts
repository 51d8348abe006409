import { workerEnv } from '@trunkline/queues';
import { checkEnv, clockEnv, commaList, countryEnv, demoRetentionEnv, demoRetentionFault } from '@trunkline/service';
import { checkTwilioCredentials, twilioRestEnv, type TwilioRestConfig } from '@trunkline/twilio/rest';
import { z } from 'zod';

const days = (byDefault: number, what: string) => z.coerce.number().int().min(2).default(byDefault).describe(what);
const seconds = (byDefault: number, what: string) => z.coerce.number().int().min(1).default(byDefault).describe(what);

/** The environment of `worker-reconcile`. Without a Twilio account it relays, and reconciles nothing. */
export const workerReconcileEnv = checkEnv(
  z.object({
    ...workerEnv(4003),
    INBOX_RETENTION_DAYS: days(30, 'days that callbacks are kept in the inbox'),
    DEDUPE_RETENTION_DAYS: days(
      90,
      'days that a callback is recognised as a repeat; at least as long as the inbox keeps it',
    ),
    ...demoRetentionEnv,
    DEMO_DATABASE_URL: z
      .url()
      .optional()
      .describe("tests and npm start only: the owner's login, which deletes what DEMO_RETENTION_MINUTES forgets"),
    ...twilioRestEnv,
    TWILIO_ACCOUNT_SID: twilioRestEnv.TWILIO_ACCOUNT_SID.optional().describe(
      'the account to reconcile with; without it callbacks that Twilio never delivered are not found',
    ),
    WEBHOOK_BASE_URL: z
      .url()
      .default('http://127.0.0.1:4000')
      .describe('public origin that Twilio calls: requests to other origins are not ours'),
    OWNED_PHONE_NUMBERS: commaList.describe("the account's own numbers, E.164, comma-separated"),
    ...countryEnv,
    SIP_DOMAIN: z
      .string()
      .optional()
      .describe('SIP domain whose phones incoming calls ring; examined by npx trunkline doctor'),
    RING_TIMEOUT_SECONDS: seconds(60, 'how long a call may ring: the longest timeout that you dial with'),
    CALL_TIME_LIMIT_SECONDS: seconds(14_400, 'how long a call may last: the longest time limit that you dial with'),
    ...clockEnv,
  }),
  (env, context) => {
    const fault = demoRetentionFault(env);
    if (fault) context.addIssue({ code: 'custom', path: ['DEMO_RETENTION_MINUTES'], message: fault });
    if (env.TWILIO_ACCOUNT_SID !== undefined) checkTwilioCredentials(env as TwilioRestConfig, context);
    if (env.NODE_ENV === 'production' && env.CLOCK_START)
      context.addIssue({ code: 'custom', path: ['CLOCK_START'], message: 'is for tests: in production time is real' });
  },
);

export type WorkerReconcileConfig = z.output<typeof workerReconcileEnv>;
