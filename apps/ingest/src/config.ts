import {
  checkEnv,
  clockEnv,
  commaList,
  countryEnv,
  listenEnv,
  secretString,
  trustedProxiesEnv,
} from '@trunkline/service';
import { accountSidEnv, accountsEnv } from '@trunkline/twilio';
import { dialNumberEnv } from '@trunkline/twilio/dialing';
import { z } from 'zod';
import { SPOOL_MODES } from './spool/spool-mode.ts';

/** The environment of `ingest`. */
export const ingestEnv = checkEnv(
  z.object({
    ...listenEnv(4000),
    DATABASE_URL: z.url().describe('the PostgreSQL, such as postgresql://user:password@host:5432/trunkline'),
    REDIS_URL: z.url().optional().describe('Redis for the queues; without it they live in Postgres'),
    WEBHOOK_BASE_URL: z
      .url()
      .default('http://127.0.0.1:4000')
      .describe('public origin that Twilio calls, exactly as configured there; signatures are checked over it'),
    TWILIO_AUTH_TOKEN: secretString(1).describe('signs the callbacks'),
    TWILIO_AUTH_TOKEN_SECONDARY: secretString(1).optional().describe('also accepted while tokens are rotated'),
    TWILIO_WEBHOOK_SECRET: secretString(1)
      .optional()
      .describe('also accepted as the token that signs callbacks, as the replaced systems name it'),
    TWILIO_ACCOUNT_SID: accountSidEnv
      .optional()
      .describe(
        'our account, which the REST API is asked for; callbacks of accounts that are neither this nor a known subaccount are quarantined',
      ),
    ...accountsEnv,
    ...trustedProxiesEnv,
    TWILIO_SIGNATURE_CHECK: z
      .enum(['enforce', 'log'])
      .default('enforce')
      .describe('log accepts and marks wrong signatures, with a warning per cause and minute; refused in production'),
    OWNED_PHONE_NUMBERS: commaList.describe(
      "the account's own numbers, E.164, comma-separated; the first is the caller ID of outgoing calls",
    ),
    ...countryEnv,
    ...dialNumberEnv,
    EMERGENCY_NUMBERS: commaList.describe(
      'emergency numbers that a phone may call, such as 911,933: only where the caller ID has an emergency address at Twilio; all others are refused aloud',
    ),
    SPOOL: z
      .enum(SPOOL_MODES)
      .default('callers')
      .describe(
        'which callbacks are kept on disk and acknowledged while Postgres is unavailable: all, only requests of callers, or none (off); all needs a disk that survives a restart',
      ),
    SPOOL_DIR: z.string().default('.data/spool').describe('folder that keeps them; no other database may use it'),
    SIP_USER: z.string().default('dispatcher').describe('SIP user that incoming calls ring'),
    SIP_DOMAIN: z.string().default('abchomes.sip.us1.twilio.com').describe('SIP domain of that user'),
    ...clockEnv,
  }),
  (env, context) => {
    if (env.NODE_ENV !== 'production') return;
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (env.CLOCK_START) refuse('CLOCK_START', 'is for tests: in production time is real');
    if (env.TWILIO_SIGNATURE_CHECK === 'log') refuse('TWILIO_SIGNATURE_CHECK', 'must be enforce in production');
    if (env.WEBHOOK_BASE_URL.startsWith('http://127.0.0.1'))
      refuse('WEBHOOK_BASE_URL', 'must be the public origin in production');
  },
);

export type IngestConfig = z.output<typeof ingestEnv>;
