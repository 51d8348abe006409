import { workerEnv } from '@trunkline/queues';
import { checkEnv, commaList, demoRetentionEnv, demoRetentionFault } from '@trunkline/service';
import { storageEnv } from '@trunkline/storage';
import { checkTwilioCredentials, twilioRestEnv, type TwilioRestConfig } from '@trunkline/twilio/rest-env';
import { z } from 'zod';

const number = (least: number, byDefault: number, what: string) =>
  z.coerce.number().int().min(least).default(byDefault).describe(what);

/** The environment of `worker-recording`. Without a Twilio account it fetches nothing. */
export const workerRecordingEnv = checkEnv(
  z.object({
    ...workerEnv(4004),
    ...twilioRestEnv,
    TWILIO_ACCOUNT_SID: twilioRestEnv.TWILIO_ACCOUNT_SID.optional().describe(
      'the account whose recordings these are; without it none is fetched',
    ),
    ...storageEnv,
    RECORDING_MEDIA_HOSTS: commaList.describe(
      'hosts of your own storage that Twilio stores recordings in, comma-separated; media is fetched from no other',
    ),
    RECORDING_MAX_MB: number(1, 500, 'the largest recording that is fetched, in MB'),
    RECORDING_FETCHES_AT_ONCE: number(1, 8, 'recordings that one process fetches at the same time'),
    RECORDING_RETENTION_DAYS: number(0, 0, 'days that recordings are kept; 0 keeps them for ever'),
    ...demoRetentionEnv,
    RECORDING_DELETE_AT_TWILIO: z
      .stringbool()
      .default(false)
      .describe('true deletes a recording at Twilio once it is stored here'),
  }),
  (env, context) => {
    const fault = demoRetentionFault(env);
    if (fault) context.addIssue({ code: 'custom', path: ['DEMO_RETENTION_MINUTES'], message: fault });
    if (env.TWILIO_ACCOUNT_SID !== undefined) checkTwilioCredentials(env as TwilioRestConfig, context);
  },
);

export type WorkerRecordingConfig = z.output<typeof workerRecordingEnv>;
