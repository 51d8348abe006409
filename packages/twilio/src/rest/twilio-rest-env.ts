import { secretString } from '@trunkline/service';
import { z } from 'zod';
import { accountSidEnv, accountsEnv, type AccountsConfig } from '../accounts.ts';

/** Variables of every process that uses Twilio's REST API; its schema is refined with `checkTwilioCredentials`. */
export const twilioRestEnv = {
  TWILIO_ACCOUNT_SID: accountSidEnv.describe('the account whose calls these are'),
  TWILIO_AUTH_TOKEN: secretString(1).optional().describe('asks the REST API, unless TWILIO_API_KEY does'),
  TWILIO_API_KEY: z
    .string()
    .regex(/^SK[0-9a-fA-F]{32}$/, 'must be SK and 32 hexadecimal digits')
    .optional()
    .describe('asks the REST API instead of the auth token; can be revoked alone'),
  TWILIO_API_SECRET: secretString(1).optional().describe('secret of TWILIO_API_KEY'),
  TWILIO_REGION: z
    .string()
    .regex(/^[a-z]{2}\d$/, 'must be a region such as ie1')
    .optional()
    .describe('where the account keeps its data; us1 when not given'),
  TWILIO_EDGE: z
    .string()
    .regex(/^[a-z][a-z-]*$/, 'must be an edge location such as dublin')
    .optional()
    .describe('where requests enter Twilio’s network'),
  TWILIO_API_URL: z
    .url()
    .refine(isSafeOrigin, 'must be https, or http on this machine, without a path')
    .optional()
    .describe('what answers instead of api.twilio.com: the simulator, such as http://127.0.0.1:4010'),
  TWILIO_MAX_IN_FLIGHT: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('requests of this process to the REST API at one time; the account’s limit is shared by all processes'),
  ...accountsEnv,
};

export type TwilioRestConfig = Omit<z.output<z.ZodObject<typeof twilioRestEnv>>, keyof AccountsConfig> &
  Partial<AccountsConfig>;

/** For `superRefine`: an auth token, or both halves of an API key. */
export function checkTwilioCredentials(env: TwilioRestConfig, context: z.RefinementCtx): void {
  const miss = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (env.TWILIO_API_KEY && !env.TWILIO_API_SECRET) miss('TWILIO_API_SECRET', 'belongs to TWILIO_API_KEY');
  if (env.TWILIO_API_SECRET && !env.TWILIO_API_KEY) miss('TWILIO_API_KEY', 'belongs to TWILIO_API_SECRET');
  if (!env.TWILIO_AUTH_TOKEN && !env.TWILIO_API_KEY)
    miss('TWILIO_AUTH_TOKEN', 'is needed, or TWILIO_API_KEY with TWILIO_API_SECRET');
}

/** Every request carries the credentials: plain HTTP is accepted on this machine only. */
function isSafeOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, pathname, search } = new URL(text);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  const isBare = username === '' && pathname === '/' && search === '';
  return isBare && (protocol === 'https:' || (protocol === 'http:' && isLoopback));
}

/** True where an account is set; its credentials were checked then. */
export const hasTwilioAccount = <E extends { TWILIO_ACCOUNT_SID?: string | undefined }>(
  env: E,
): env is E & TwilioRestConfig => env.TWILIO_ACCOUNT_SID !== undefined;
