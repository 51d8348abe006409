import { copyFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/** Of each log, and of the older part that is kept as `NAME.log.1`. */
const LOG_BYTES = 2_000_000;
const LOOK_EVERY_MS = 10_000;

/**
 * Cuts each log of the folder that is longer than `maxBytes`; what was in it replaces its former `.1`. Lines that are
 * written within that moment can be lost. The processes append to the same file, so they need not reopen it.
 */
export async function boundLogs(folder: string, maxBytes = LOG_BYTES): Promise<void> {
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.log'))) {
    const path = join(folder, name);
    if ((await stat(path)).size <= maxBytes) continue;
    await copyFile(path, `${path}.1`);
    await truncate(path);
  }
}

/** Keeps the logs of a folder bounded until it is disposed. A full disk or a log that is gone is left to the next round. */
export function keepLogsBounded(folder: string): Disposable {
  const timer = setInterval(() => void boundLogs(folder).catch(() => {}), LOOK_EVERY_MS).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
