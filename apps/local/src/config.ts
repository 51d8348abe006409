import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkEnv, commaList, countryEnv, logLevel, readEnv } from '@trunkline/service';
import { z } from 'zod';
import { APPS, variableOf, type App, type AppPortVariable } from './apps.ts';
import { OPTIONS_HELP } from './arguments.ts';
import { CHECKOUT } from './checkout.ts';
import { TUNNEL_PROGRAMS } from './tunnel/tunnel-programs.ts';

const port = (byDefault: number, what: string) =>
  z.coerce.number().int().min(1).max(65_535).default(byDefault).describe(`port of ${what}`);

/** Ports of everything that may run, with the variable that moves each, and where PORT_BASE moves it: so far from there. */
const PORTS = [
  ...APPS.map((app: App) => ({
    variable: variableOf(app.name, 'PORT') as AppPortVariable,
    standard: app.port,
    fromBase: app.port - 4000,
    what: app.serves ?? `${app.name}'s health and metrics`,
  })),
  { variable: 'SIMULATOR_PORT', standard: 4010, fromBase: 10, what: 'the simulator' },
  { variable: 'POSTGRES_PORT', standard: 54_329, fromBase: 29, what: 'the embedded PostgreSQL' },
] as const;

export type PortVariable = (typeof PORTS)[number]['variable'];

const ports = Object.fromEntries(
  PORTS.map(({ variable, standard, what }) => [variable, port(standard, what)]),
) as Record<PortVariable, ReturnType<typeof port>>;

/** The ports that follow from PORT_BASE; none without it. */
export function portsFrom(base = ''): Partial<Record<PortVariable, string>> {
  if (!/^\d+$/.test(base)) return {};
  return Object.fromEntries(PORTS.map(({ variable, fromBase }) => [variable, `${Number(base) + fromBase}`]));
}

const TUNNELS = TUNNEL_PROGRAMS.map(({ name }) => name);

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, '');

const isGiven = (value: string | Set<string> = ''): boolean =>
  typeof value === 'string' ? value !== '' : value.size > 0;

/** What the apps demand in production, so that nothing is started in vain. */
const IN_PRODUCTION = [
  ['TWILIO_ACCOUNT_SID', 'the simulated Twilio is for development'],
  ['TWILIO_AUTH_TOKEN', 'it signs the callbacks'],
  ['WEBHOOK_BASE_URL', 'the public origin that Twilio calls, such as https://calls.example.com'],
  ['SIGNED_URL_SECRET', 'set it to the output of openssl rand -hex 32'],
] as const;

/** The environment of `npm start`; the apps receive the same one. */
export const localEnv = checkEnv(
  z.object({
    ...ports,
    PORT_BASE: z.coerce
      .number()
      .int()
      .min(1024)
      .max(65_000)
      .optional()
      .describe('moves all ports that are not set themselves: with 5000 ingest listens on 5000, the API on 5001 …'),
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
    TUNNEL: z
      .string()
      .refine(
        (text) => TUNNELS.includes(text) || isOrigin(text),
        `must be ${TUNNELS.join(', ')} or a URL such as https://calls.example.com`,
      )
      .optional()
      .describe('gives ingest a public address: cloudflared, ngrok, or the URL of a tunnel of your own'),
    CONNECT: commaList.describe(
      'numbers, applications and SIP domains that are connected at the start, and given back at the end, comma-separated',
    ),
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
    NODE_ENV: z
      .enum(['production', 'development', 'test'])
      .default('development')
      .describe('production needs a real account, a public address and SIGNED_URL_SECRET'),
    SIGNED_URL_SECRET: z.string().optional().describe('signs the URLs of recordings; needed in production'),
    LOG_LEVEL: logLevel.prefault('warn').describe('lowest level that is logged'),
  }),
  (env, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if ((env.TWILIO_ACCOUNT_SID === undefined) !== (env.TWILIO_AUTH_TOKEN === undefined))
      refuse('TWILIO_ACCOUNT_SID', 'Set both TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or neither.');
    if (env.TUNNEL && env.WEBHOOK_BASE_URL) refuse('TUNNEL', 'gives the public address: leave WEBHOOK_BASE_URL out');
    for (const name of ['TUNNEL', 'CONNECT'] as const)
      if (isGiven(env[name]) && !env.TWILIO_ACCOUNT_SID)
        refuse(name, 'is for a real account, and the simulated Twilio needs none: npx trunkline init sets one up');
    if (env.CONNECT.size > 0 && !env.TUNNEL && !env.WEBHOOK_BASE_URL)
      refuse('CONNECT', 'needs a public address: set TUNNEL or WEBHOOK_BASE_URL');
    if (env.NODE_ENV !== 'production') return;
    if (env.TUNNEL) refuse('TUNNEL', 'is for development: give a server its own address with WEBHOOK_BASE_URL');
    for (const [name, why] of IN_PRODUCTION) if (!env[name]) refuse(name, `is needed in production: ${why}`);
  },
);

/** Not a real account: the simulator and the apps that it calls share these two values. */
const DEMO_ACCOUNT = {
  TWILIO_ACCOUNT_SID: 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e',
  TWILIO_AUTH_TOKEN: '0dd5eed5ca1ab1e0f1e55ed0ff1ce5aa',
};

export type LocalConfig = ReturnType<typeof readConfig>;

/** Reads the environment; variables that it does not set come from `.env` of the checkout. `options` win over both. */
export function readConfig(options: Readonly<Record<string, string>> = {}) {
  Object.assign(process.env, options);
  const file = join(CHECKOUT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return toConfig(readEnv(localEnv, { ...portsFrom(process.env['PORT_BASE']), ...process.env }));
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
    /** Changes with the address of a tunnel. */
    WEBHOOK_BASE_URL: env.WEBHOOK_BASE_URL ?? urlOfTunnel(env.TUNNEL) ?? `http://127.0.0.1:${env.INGEST_PORT}`,
  };
}

const urlOfTunnel = (tunnel?: string): string | undefined =>
  tunnel === undefined || TUNNELS.includes(tunnel) ? undefined : tunnel.replace(/\/$/, '');

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
  return `Usage: npm start -- [options], or npx trunkline start [options]

Runs all of Trunkline on this machine, with an embedded PostgreSQL and a
simulated Twilio, or with the account that npx trunkline init sets up.

${OPTIONS_HELP}

Settings are environment variables, or lines of .env in the checkout; the
environment wins. With their defaults:

${lines.join('\n')}

Ctrl-C stops everything. A second Ctrl-C kills it, without a clean end.`;
}
