import { MIN_PASSWORD_LENGTH } from '@trunkline/access';
import {
  checkEnv,
  clockEnv,
  commaList,
  countryEnv,
  listenEnv,
  secretString,
  trustedProxiesEnv,
  webhookReachEnv,
} from '@trunkline/service';
import { storageEnv } from '@trunkline/storage';
import { dialableNumber } from '@trunkline/telephony/numbers';
import { dialApprovalEnv, dialCapsEnv, dialNumberEnv, trialNumbersEnv } from '@trunkline/twilio/dialing';
import { z } from 'zod';

/** The environment of `api`. */
export const apiEnv = checkEnv(
  z.object({
    ...listenEnv(4001),
    DATABASE_URL: z.url().describe('the PostgreSQL, such as postgresql://user:password@host:5432/trunkline'),
    REDIS_URL: z.url().optional().describe('Redis for the queues; without it they live in Postgres'),
    OWNED_PHONE_NUMBERS: commaList.describe("the account's own numbers, E.164, comma-separated"),
    ...countryEnv,
    WEBHOOK_BASE_URL: z
      .url()
      .default('http://127.0.0.1:4000')
      .describe('public origin for the requests of Twilio: the callback URLs of the calls that we place'),
    TWILIO_PHONE_NUMBER: z
      .string()
      .refine((text) => dialableNumber(text) === text, 'must be E.164, such as +16175006181')
      .optional()
      .describe('caller ID of the calls that we place; default: the first of OWNED_PHONE_NUMBERS'),
    TWILIO_ACCOUNT_SID: z.string().optional().describe('the account; shown masked by GET /api/twilio/debug/'),
    API_KEYS: commaList.describe(
      'keys of applications that trigger interviews (X-API-Key), comma-separated, of 16 characters or more in production; without any, only operators can',
    ),
    ...trialNumbersEnv,
    ...dialNumberEnv,
    ...dialCapsEnv,
    ...dialApprovalEnv,
    BOARD_USER: z
      .string()
      .regex(/^[^:]+$/)
      .default('admin')
      .describe('name of the operator, for HTTP Basic'),
    BOARD_PASSWORD: secretString(1)
      .optional()
      .describe(
        'password of the operator, who may do everything (HTTP Basic): 16 characters or more in production; without it there is no such login',
      ),
    LOCAL_OPERATOR: z
      .stringbool()
      .optional()
      .describe(
        'true lets requests from the same machine in without a credential; default: true, always false in production',
      ),
    API_BASE_URL: z
      .url()
      .default('http://127.0.0.1:4001')
      .describe('public origin of this API; with https its session cookie is sent over https only'),
    JWT_SECRET: secretString(32).optional().describe('verifies bearer tokens of your own (HS256)'),
    JWT_JWKS_URL: z
      .url()
      .optional()
      .describe("URL of an identity provider's keys, which verify its bearer tokens (RS256, ES256, EdDSA)"),
    JWT_ISSUER: z.string().optional().describe('`iss` of bearer tokens; needed with either of the two'),
    JWT_AUDIENCE: z.string().optional().describe('`aud` of bearer tokens; needed with either of the two'),
    JWT_MAX_AGE_HOURS: z.coerce
      .number()
      .positive()
      .max(8760)
      .default(24)
      .describe('longest time for which a bearer token may be valid, from `iat` to `exp`; others are refused'),
    API_RATE_PER_MINUTE: z.coerce
      .number()
      .int()
      .min(1)
      .default(3000)
      .describe('requests per minute of one actor, or of one anonymous address'),
    ...trustedProxiesEnv,
    ...webhookReachEnv,
    ...storageEnv,
    SIGNED_URL_SECRET: secretString(32)
      .optional()
      .describe('signs the URLs of recordings; the same for every copy of api, required in production'),
    ...clockEnv,
    CONSOLE_DIR: z
      .string()
      .optional()
      .describe('folder of the built console; default: apps/console/dist, where npm run console:build writes it'),
    CONSOLE_BADGE: z
      .enum(['DEMO', 'STAGING'])
      .optional()
      .describe('word next to the name in the console; DEMO marks every call as simulated'),
    BOARD_WRITABLE: z.stringbool().default(false).describe('true lets the queue board pause, retry and remove jobs'),
  }),
  (env, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (env.JWT_SECRET !== undefined && env.JWT_JWKS_URL !== undefined)
      refuse('JWT_JWKS_URL', 'set either this or JWT_SECRET');
    for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE'] as const)
      if ((env.JWT_SECRET ?? env.JWT_JWKS_URL) !== undefined && env[name] === undefined)
        refuse(name, 'is needed with JWT_SECRET or JWT_JWKS_URL');
    if (env.NODE_ENV !== 'production') return;
    if (env.LOCAL_OPERATOR)
      refuse('LOCAL_OPERATOR', 'is for development: in production every request needs a credential');
    if (env.JWT_JWKS_URL?.startsWith('http:')) refuse('JWT_JWKS_URL', 'must be https in production');
    if (env.SIGNED_URL_SECRET === undefined) refuse('SIGNED_URL_SECRET', 'is needed in production');
    const tooShort = `must have at least ${MIN_PASSWORD_LENGTH} characters in production: set it to the output of openssl rand -hex 24`;
    if (isTooShort(env.BOARD_PASSWORD)) refuse('BOARD_PASSWORD', tooShort);
    // The key that signs actors is made from it: an empty password would let every program make the same key.
    if (isTooShort(new URL(env.DATABASE_URL).password)) refuse('DATABASE_URL', `its password ${tooShort}`);
    if ([...env.API_KEYS].some(isTooShort)) refuse('API_KEYS', `each ${tooShort}`);
    if (env.CLOCK_START) refuse('CLOCK_START', 'is for tests: in production the clock is real');
  },
);

export type ApiConfig = z.output<typeof apiEnv>;

const isTooShort = (secret: string | undefined): boolean => secret !== undefined && secret.length < MIN_PASSWORD_LENGTH;
