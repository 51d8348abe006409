import { z } from 'zod';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** Names of other logging libraries, Python's among them, for the nearest level of ours. */
const OTHER_NAMES: Readonly<Record<string, LogLevel>> = {
  trace: 'debug',
  verbose: 'debug',
  notset: 'debug',
  notice: 'info',
  warning: 'warn',
  critical: 'error',
  fatal: 'error',
  off: 'silent',
};

/** A log level in any case: `INFO`, `Warning`. */
export const logLevel = z
  .string()
  .transform((text) => {
    const name = text.trim().toLowerCase();
    return OTHER_NAMES[name] ?? name;
  })
  .pipe(z.enum(LOG_LEVELS));
