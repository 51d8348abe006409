import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { logFields } from './log-fields.ts';
import { scrub } from './scrub.ts';

export type { Logger };

/**
 * One JSON line per entry on stdout, with known fields only (`log-fields.ts`): none of them holds phone numbers, tokens or
 * payloads, and these are removed from messages.
 */
export function openLogger(service: string, level: string, to: DestinationStream = process.stdout): Logger {
  const options: LoggerOptions = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), bindings: logFields, log: logFields },
    serializers: { err: (described: unknown) => described },
    hooks: {
      logMethod(args, method) {
        const [first, message] = args as unknown[];
        if (typeof first === 'string') method.call(this, scrub(first));
        else if (first instanceof Error) method.call(this, { err: first }, scrub(first.message));
        else method.call(this, first, typeof message === 'string' ? scrub(message) : undefined);
      },
    },
  };
  return pino(options, to);
}
