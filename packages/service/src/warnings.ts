import type { Logger } from './logger.ts';

/** Logs a warning; `cause` is what repeats of it have in common. */
export type Warn = (cause: string, fields: object, message: string) => void;

const MAX_CAUSES = 200;

/**
 * Warnings at one line per cause and interval: the first one at once, and at the end of the interval one line with the
 * number of those that were `suppressed` in it. Default interval: a minute. Causes past the first 200 share one.
 */
export function openWarnings(log: Pick<Logger, 'warn'>, everyMs = 60_000): Warn & Disposable {
  const intervals = new Map<string, { suppressed: number; last: () => void; timer: NodeJS.Timeout }>();

  function end(cause: string): void {
    const interval = intervals.get(cause)!;
    if (interval.suppressed === 0) return void intervals.delete(cause);
    interval.last();
    interval.suppressed = 0;
    interval.timer.refresh();
  }

  const warn: Warn = (cause, fields, message) => {
    const name = intervals.has(cause) || intervals.size < MAX_CAUSES ? cause : '';
    const interval = intervals.get(name);
    if (!interval) {
      intervals.set(name, { suppressed: 0, last: () => {}, timer: setTimeout(end, everyMs, name).unref() });
      return log.warn(fields, message);
    }
    interval.suppressed += 1;
    interval.last = () => log.warn({ ...fields, suppressed: interval.suppressed }, message);
  };
  return Object.assign(warn, {
    [Symbol.dispose]() {
      for (const { timer, suppressed, last } of intervals.values()) {
        clearTimeout(timer);
        if (suppressed > 0) last();
      }
      intervals.clear();
    },
  });
}
