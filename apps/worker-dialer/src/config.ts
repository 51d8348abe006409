import { workerEnv } from '@trunkline/queues';
import { checkEnv, commaList, countryEnv } from '@trunkline/service';
import { dialCapsEnv, dialNumberEnv, trialNumbersEnv } from '@trunkline/twilio/dialing';
import { checkTwilioCredentials, twilioRestEnv, type TwilioRestConfig } from '@trunkline/twilio/rest';
import { z } from 'zod';
import { isTimeZone, parseQuietHours } from './quiet-hours.ts';

const seconds = (byDefault: number, least: number, what: string) =>
  z.coerce.number().int().min(least).default(byDefault).describe(what);

/** The environment of `worker-dialer`. Without a Twilio account it places no calls. */
export const workerDialerEnv = checkEnv(
  z.object({
    ...workerEnv(4006),
    ...twilioRestEnv,
    OWNED_PHONE_NUMBERS: commaList.describe(
      "the account's own numbers, E.164, comma-separated: their countries may be called",
    ),
    ...countryEnv,
    ...dialNumberEnv,
    ...trialNumbersEnv,
    ...dialCapsEnv,
    TWILIO_ACCOUNT_SID: twilioRestEnv.TWILIO_ACCOUNT_SID.optional().describe(
      'the account that places calls; without it none is placed',
    ),
    DIAL_PER_SECOND: z.coerce
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(1)
      .describe('calls that are placed per second by all copies of the dialer together; Twilio’s own limit is 1'),
    WEBHOOK_BASE_URL: z
      .url()
      .default('http://127.0.0.1:4000')
      .describe('public origin that Twilio calls: where scheduled calls get their documents'),
    QUIET_HOURS: z
      .string()
      .refine((text) => parseQuietHours(text) !== undefined, 'must be two times such as 21:00-08:00')
      .optional()
      .describe('hours in which no call is placed, such as 21:00-08:00'),
    QUIET_TIME_ZONE: z
      .string()
      .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
      .optional()
      .describe('time zone of QUIET_HOURS; without it they hold in every time zone of the called number’s country'),
    SUBMISSION_LOOK_SECONDS: seconds(
      300,
      5,
      'how long Twilio is checked for a call whose submission got no answer, before it counts as not placed',
    ),
    RING_TIMEOUT_SECONDS: seconds(60, 1, 'how long a call may ring: the longest timeout that you dial with'),
    CALL_TIME_LIMIT_SECONDS: seconds(14_400, 1, 'how long a call may last: the longest time limit that you dial with'),
  }),
  (env, context) => {
    if (env.TWILIO_ACCOUNT_SID !== undefined) checkTwilioCredentials(env as TwilioRestConfig, context);
  },
);

export type WorkerDialerConfig = z.output<typeof workerDialerEnv>;
