import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A zod object whose keys are environment variables. */
export type EnvShape = z.ZodObject;

/** Every mistake in the environment at once; the message is meant for the person who starts the process. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** Reads the environment through a schema; `NAME_FILE` may hold the path of a file with the value of `NAME`. */
export function readEnv<S extends EnvShape>(schema: S, env: NodeJS.ProcessEnv = process.env): z.output<S> {
  const given = Object.keys(schema.shape).flatMap((name) => {
    const value = env[name] ?? readSecretFile(name, env[`${name}_FILE`]);
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw new EnvError(
    `The environment is not usable:\n${z.prettifyError(parsed.error)}\nSee .env.example for every variable.`,
  );
}

/** Variables of every process that listens: where, and how loudly it logs. */
export const listenEnv = (port: number) => ({
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('development')
    .describe('production turns the strict defaults on'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('the quietest level that is written'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 in a container'),
  PORT: z.coerce.number().int().min(0).max(65535).default(port).describe('port to listen on'),
});

/** A list with commas between its items, as a set in their order; empty when not given. */
export const commaList = z
  .string()
  .transform((text) => new Set(text.split(',').flatMap((item) => item.trim() || [])))
  .default(new Set<string>());

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
