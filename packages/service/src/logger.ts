import { pino, type Logger } from 'pino';

export type { Logger };

/** One JSON line per entry on stdout. Ids are fields; phone numbers, tokens and payloads never are. */
export function openLogger(service: string, level: string): Logger {
  process.stdout.on('error', () => {}); // whoever read our log is gone: that must not end us, nor keep us from ending
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: ['authToken', '*.authToken', 'headers.authorization', '*.headers.authorization'],
      censor: '[redacted]',
    },
  };
  return pino(options, process.stdout);
}
