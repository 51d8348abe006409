import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commaList, countryEnv, logLevel, readEnv } from '@trunkline/service';
import { z } from 'zod';
import { APPS, variableOf, type App, type AppPortVariable } from './apps.ts';
import { CHECKOUT } from './checkout.ts';

const port = (byDefault: number, what: string) =>
  z.coerce.number().int().min(1).max(65_535).default(byDefault).describe(`port of ${what}`);

type AppPorts = Record<AppPortVariable, ReturnType<typeof port>>;

/** Ports of everything that may run, with the variable that moves each. */
const ports = {
  ...(Object.fromEntries(
    APPS.map((app: App) => [
      variableOf(app.name, 'PORT'),
      port(app.port, app.serves ?? `${app.name}'s health and metrics`),
    ]),
  ) as AppPorts),
  SIMULATOR_PORT: port(4010, 'the simulator'),
  POSTGRES_PORT: port(54_329, 'the embedded PostgreSQL'),
};

/** The environment of `npm start`; the apps receive the same one. */
export const localEnv = z
  .object({
    ...ports,
    DATA_DIR: z.string().default('.data').describe('folder of the embedded database, the recordings and the logs'),
    DATABASE_URL: z.url().optional().describe('a PostgreSQL of your own, in place of the embedded one'),
    API_DATABASE_URL: z
      .url()
      .optional()
      .describe('the URL that api logs in with; default: trunkline_api with a new password'),
    REDIS_URL: z.url().optional().describe('a Redis for the queues; default: they are in PostgreSQL'),
    TWILIO_ACCOUNT_SID: z.string().optional().describe('a real Twilio account; it turns the simulator off'),
    TWILIO_AUTH_TOKEN: z.string().optional().describe('auth token of that account'),
    TWILIO_SIGNATURE_CHECK: z
      .enum(['enforce', 'log'])
      .optional()
      .describe(
        'log accepts callbacks with a wrong signature and warns; default: log with a real account, until NODE_ENV is production',
      ),
    OPENAI_API_KEY: z.string().optional().describe('key of a real model server; default: the simulator plays one'),
    WEBHOOK_BASE_URL: z.url().optional().describe('public address of ingest, as it is configured at Twilio'),
    OWNED_PHONE_NUMBERS: z.string().default('+16175006181').describe('phone numbers of the account, comma-separated'),
    ...countryEnv,
    API_KEYS: commaList.describe('API keys of applications that trigger interviews, comma-separated'),
    SIP_USER: z.string().default('dispatcher').describe('SIP user that an inbound call rings'),
    SIP_DOMAIN: z.string().default('abchomes.sip.us1.twilio.com').describe('SIP domain of that user'),
    DEMO_RETENTION_MINUTES: z.coerce
      .number()
      .int()
      .min(0)
      .default(10)
      .describe('minutes that the calls and recordings of the simulator are kept; 0 keeps them for ever'),
    LOG_LEVEL: logLevel.prefault('warn').describe('lowest level that is logged'),
  })
  .refine((env) => (env.TWILIO_ACCOUNT_SID === undefined) === (env.TWILIO_AUTH_TOKEN === undefined), {
    error: 'Set both TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or neither.',
    path: ['TWILIO_ACCOUNT_SID'],
  });

export type PortVariable = keyof typeof ports;

/** Not a real account: the simulator and the apps that it calls share these two values. */
const DEMO_ACCOUNT = {
  TWILIO_ACCOUNT_SID: 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e',
  TWILIO_AUTH_TOKEN: '0dd5eed5ca1ab1e0f1e55ed0ff1ce5aa',
};

export type LocalConfig = ReturnType<typeof readConfig>;

/** Reads the environment; variables that it does not set come from `.env` of the checkout. */
export function readConfig() {
  const file = join(CHECKOUT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return toConfig(readEnv(localEnv));
}

/** The environment, completed with what it leaves open. */
export function toConfig(env: z.output<typeof localEnv>) {
  const isSimulated =
    env.TWILIO_ACCOUNT_SID === undefined || env.TWILIO_ACCOUNT_SID === DEMO_ACCOUNT.TWILIO_ACCOUNT_SID;
  return {
    ...env,
    isSimulated,
    DEMO_RETENTION_MINUTES: isSimulated ? env.DEMO_RETENTION_MINUTES : 0,
    TWILIO_SIGNATURE_CHECK: env.TWILIO_SIGNATURE_CHECK ?? defaultSignatureCheck(isSimulated),
    TWILIO_ACCOUNT_SID: env.TWILIO_ACCOUNT_SID ?? DEMO_ACCOUNT.TWILIO_ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: env.TWILIO_AUTH_TOKEN ?? DEMO_ACCOUNT.TWILIO_AUTH_TOKEN,
    WEBHOOK_BASE_URL: env.WEBHOOK_BASE_URL ?? `http://127.0.0.1:${env.INGEST_PORT}`,
  };
}

/** As the replaced systems: in development a wrong signature is logged and not refused. The simulator signs correctly. */
export const defaultSignatureCheck = (isSimulated: boolean, nodeEnv = process.env['NODE_ENV']): 'enforce' | 'log' =>
  isSimulated || nodeEnv === 'production' ? 'enforce' : 'log';

/** The text of `npm start -- --help`: every variable with its default, written from the schema. */
export function help(): string {
  const { properties = {} } = z.toJSONSchema(localEnv, { io: 'input' });
  const lines = Object.entries(properties).map(([name, property]) => {
    const { description = '', default: standard } = property as { description?: string; default?: string | number };
    return `  ${name}${standard === undefined ? '' : `=${standard}`}\n      ${description}`;
  });
  return `Usage: npm start

Runs all of Trunkline on this machine, with an embedded PostgreSQL and a
simulated Twilio.

Settings are environment variables, or lines of .env in the checkout; the
environment wins. With their defaults:

${lines.join('\n')}

Ctrl-C stops everything. A second Ctrl-C kills it, without a clean end.`;
}
