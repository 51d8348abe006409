import { EnvError, EXIT_MISCONFIGURED, readEnv, type EnvShape } from './env.ts';
import { PortInUseError } from './http/http-server.ts';
import { openLogger, type Logger } from './logger.ts';
import { metrics } from './metrics.ts';
import type { z } from 'zod';

export type ServiceContext<S extends EnvShape> = {
  name: string;
  config: z.output<S>;
  log: Logger;
  /** Aborted when the process begins to end, before anything is closed. */
  signal: AbortSignal;
  /** What is opened goes in here and is closed in reverse order on SIGTERM or SIGINT. */
  opened: AsyncDisposableStack;
};

const CLOSE_WITHIN_MS = 25_000;

/** Runs one process: reads its environment, starts it, and closes everything it opened on SIGTERM or SIGINT. */
export async function runService<S extends EnvShape>(
  name: string,
  schema: S,
  start: (context: ServiceContext<S>) => Promise<void>,
): Promise<void> {
  const opened = new AsyncDisposableStack();
  const ending = new AbortController();
  let log: Logger | undefined;
  endOnlyOnErrors(() => log);
  process.stdout.on('error', () => {}); // a log that has lost its reader neither ends the process nor keeps it from ending
  try {
    const config = readEnv(schema);
    log = openLogger(name, (config as { LOG_LEVEL?: string }).LOG_LEVEL ?? 'info');
    await start({ name, config, log, opened, signal: ending.signal });
  } catch (error) {
    report(error, log);
    process.exit(error instanceof EnvError ? EXIT_MISCONFIGURED : 1);
  }
  const closing = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => closing.resolve());
  if (process.send) process.on('disconnect', () => closing.resolve()); // the launcher is gone
  log.info({ event: 'started' }, `${name} started`);
  await closing.promise;
  setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref(); // another copy picks up what is left
  ending.abort(new Error('The process is ending'));
  await opened.disposeAsync();
  process.exit(0);
}

/**
 * A rejected promise that nothing handles is a bug, counted and logged as ERROR, and does not end the process: other
 * requests and loops are not its part. After an exception that nothing caught the state is unknown, and the process ends.
 */
function endOnlyOnErrors(log: () => Logger | undefined): void {
  process.on('unhandledRejection', (err) => {
    unhandled.inc();
    log()?.error({ err, event: 'unhandled_rejection' }, 'a promise was rejected and nothing handled it: report this');
  });
  process.on('uncaughtException', (err) => {
    report(err, log(), 'an exception ended the process: report this');
    process.exit(1);
  });
}

const unhandled = metrics.counter('unhandled_rejections_total', 'Rejected promises that nothing handled');

/** Known mistakes of the environment are explained; everything else is a bug and shows its stack. */
function report(error: unknown, log: Logger | undefined, message = 'failed to start'): void {
  if (error instanceof EnvError || error instanceof PortInUseError) process.stderr.write(`${error.message}\n`);
  else if (log) log.fatal({ err: error }, message);
  else console.error(error);
}
