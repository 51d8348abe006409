import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { logLevel } from './log-level.ts';

/** A zod object whose keys are environment variables. */
export type EnvShape = z.ZodObject;

/** Invalid environment, with all mistakes at once; the message is written for the operator. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** What a process ends with whose environment is invalid: starting it again would change nothing. */
export const EXIT_MISCONFIGURED = 3;

/** Reads the environment through a schema; `NAME_FILE` may hold the path of a file with the value of `NAME`. Throws `EnvError`. */
export function readEnv<S extends EnvShape>(schema: S, env: NodeJS.ProcessEnv = process.env): z.output<S> {
  const given = Object.keys(schema.shape).flatMap((name) => {
    const value = env[name] || readSecretFile(name, env[`${name}_FILE`]);
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const known = new Set(given.map(([name]) => name));
  const faults = parsed.error.issues.map((issue) => `  ${describeFault(issue, schema, known)}`);
  throw new EnvError(`The environment is invalid:\n${faults.join('\n')}\nSee .env.example for every variable.`);
}

/** `DATABASE_URL is missing: Postgres`, or `PORT must be …`. Values are not shown: they may be secrets. */
function describeFault({ path, code, message }: z.core.$ZodIssue, schema: EnvShape, known: ReadonlySet<string>) {
  const name = String(path[0] ?? 'It');
  const { description } = (schema.shape[name] as z.ZodType | undefined) ?? {};
  if (code === 'invalid_type' && !known.has(name)) return `${name} is missing${description ? `: ${description}` : ''}`;
  if (message === 'Invalid URL') return `${name} must be a URL`;
  if (/^(?:must|is|are|needs|belongs|deletes) /.test(message)) return `${name} ${message}`;
  if (code === 'custom') return `${name}: ${message}`;
  return `${name} is not valid: ${message.replace(/^Invalid (?:input|option): /, '')}`;
}

/** Like `superRefine`, and checks also while variables are missing, so that all mistakes are reported at once. */
export const checkEnv = <S extends z.ZodObject>(
  schema: S,
  check: (env: z.output<S>, context: z.core.$RefinementCtx<z.output<S>>) => void,
): S =>
  schema.superRefine(
    (env, context) => {
      try {
        check(env, context);
      } catch (error) {
        if (context.issues.length === 0) throw error; // a check may read what is missing
      }
    },
    { when: () => true },
  );

/** Variables of every process that listens: its address and its log level. */
export const listenEnv = (port: number) => ({
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('development')
    .describe('production turns strict defaults on'),
  LOG_LEVEL: logLevel.prefault('info').describe('the lowest level that is logged'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 in a container'),
  PORT: z.coerce.number().int().min(0).max(65535).default(port).describe('port to listen on'),
});

/** Which addresses outbound webhooks may go to: the same value in api, which checks a URL, and in worker-notify. */
export const webhookReachEnv = {
  WEBHOOKS_ALLOW_PRIVATE: z
    .stringbool()
    .default(false)
    .describe(
      'true lets outbound webhooks go to addresses that are not public, such as a receiver in your own network',
    ),
};

/** A comma-separated list, as a set in its order; empty when not given. */
export const commaList = z
  .string()
  .transform((text) => new Set(text.split(',').flatMap((item) => item.trim() || [])))
  .default(new Set<string>());

/** Variables of every process that reads phone numbers; all need the same value. */
export const countryEnv = {
  DEFAULT_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code such as US or DE')
    .default('US')
    .describe('country in which numbers without + are dialled, such as US or DE; the same for every app'),
};

/** A secret: at least `minLength` characters, never logged. */
export const secretString = (minLength: number) => z.string().min(minLength);

function readSecretFile(name: string, path: string | undefined): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new EnvError(`${name}_FILE names a file that cannot be read: ${path}`, { cause });
  }
}

/** How long a demo keeps what it simulates; default: for ever. */
export const demoRetentionEnv = {
  DEMO_RETENTION_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('minutes that calls and recordings of a simulated Twilio are kept; 0 keeps them'),
};

type DemoEnv = { DEMO_RETENTION_MINUTES: number; NODE_ENV: string; TWILIO_API_URL?: string | undefined };

/** Why the demo's retention, which deletes calls, must not be on: in production, and where Twilio itself is asked. */
export function demoRetentionFault({ DEMO_RETENTION_MINUTES, NODE_ENV, TWILIO_API_URL }: DemoEnv): string | undefined {
  if (DEMO_RETENTION_MINUTES === 0 || (NODE_ENV !== 'production' && TWILIO_API_URL !== undefined)) return undefined;
  return 'deletes calls, and is for a simulated Twilio: leave it out in production, and without TWILIO_API_URL';
}
