import { EnvError, readEnv, type EnvShape } from './env.ts';
import { PortInUseError } from './http-server.ts';
import { openLogger, type Logger } from './logger.ts';
import type { z } from 'zod';

export type ServiceContext<S extends EnvShape> = {
  config: z.output<S>;
  log: Logger;
  /** What is opened goes in here and is closed in reverse order on SIGTERM, SIGINT or a failed start. */
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
  let log: Logger | undefined;
  process.stdout.on('error', () => {}); // a log that has lost its reader neither ends the process nor keeps it from ending
  try {
    const config = readEnv(schema);
    log = openLogger(name, (config as { LOG_LEVEL?: string }).LOG_LEVEL ?? 'info');
    await start({ config, log, opened });
  } catch (error) {
    report(error, log);
    process.exit(1);
  }
  const closing = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => closing.resolve());
  if (process.send) process.on('disconnect', () => closing.resolve()); // the launcher is gone
  log.info({ event: 'started' }, `${name} started`);
  await closing.promise;
  setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref(); // what is left is taken up by another copy
  await opened.disposeAsync();
  process.exit(0);
}

/** Known mistakes of the environment are told in plain words; everything else is a bug and shows its stack. */
function report(error: unknown, log: Logger | undefined): void {
  if (error instanceof EnvError || error instanceof PortInUseError) process.stderr.write(`${error.message}\n`);
  else if (log) log.fatal({ err: error }, 'failed to start');
  else console.error(error);
}
