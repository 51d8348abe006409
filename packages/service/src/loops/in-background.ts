import type { Logger } from '../logger.ts';
import { metrics } from '../metrics.ts';
import { openWarnings, type Warn } from '../warnings.ts';

const failures = metrics.counter('background_failures_total', 'Work that nothing waited for and that failed', ['work']);
/** One line per kind of work and minute, also where many callers start it. */
const warnings = new WeakMap<object, Warn>();

/**
 * Runs work whose result nothing waits for. Resolves once it has ended, and never rejects: an error, also one thrown
 * before the first await, is counted and logged as WARN under the name of the work.
 */
export async function inBackground(
  name: string,
  log: Pick<Logger, 'warn'>,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (err) {
    failures.inc({ work: name });
    warnOf(log)(name, { err, event: 'background_failed', work: name }, `work in the background failed: ${name}`);
  }
}

function warnOf(log: Pick<Logger, 'warn'>): Warn {
  const known = warnings.get(log);
  if (known) return known;
  const warn = openWarnings(log);
  warnings.set(log, warn);
  return warn;
}
