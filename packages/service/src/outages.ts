import type { Logger } from './logger.ts';

/** Why something that a process needs does not work, and what to do about it. */
export type DescribedOutage = { cause: string; remedy: string };

/** An outage of Postgres, of a store: begun by failures, ended by a success. */
export type Outage = Disposable & {
  /** Records a failure of a part of the process; without a name, of all of it. */
  failed: (error: unknown, part?: string) => void;
  /** Records a success of that part; the outage ends with the last part that failed. */
  ended: (part?: string) => void;
  isOpen: () => boolean;
  /** Cause, remedy and begin; undefined while there is none. */
  current: () => (DescribedOutage & { since: string }) | undefined;
};

type Options = {
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Undefined for an error that it does not know. */
  describe: (error: unknown) => DescribedOutage | undefined;
  /** Begins the lines' `event`: `inbox` makes `inbox_unavailable` and `inbox_available`. */
  event: string;
  runbook: string;
  /** The first words of a line; cause and remedy follow. */
  failing: string;
  works: string;
  /** Set to 1 while it lasts. */
  gauge: { set: (value: number) => void };
  /** Further fields of each line. */
  details?: () => object;
  /** Default: 10 s. */
  lineEveryMs?: number;
};

const LINE_EVERY_MS = 10_000;
const ERROR_AFTER_MS = 30_000;
const UNKNOWN: DescribedOutage = { cause: 'other', remedy: 'read the error in the line' };

/**
 * Logs one line per cause and interval while an outage lasts, the first one at once, and one when it ends. The lines are
 * WARN, and ERROR once it has lasted for 30 s. An outage that returns within an interval is the same one.
 */
export function openOutage(options: Options): Outage {
  const { log, event, runbook, failing, works, gauge, details = () => ({}) } = options;
  const lineEveryMs = options.lineEveryMs ?? LINE_EVERY_MS;
  const describe = (error: unknown) => options.describe(error) ?? UNKNOWN;
  const parts = new Set<string>();
  const saidAt = new Map<string, number>();
  let begun = -Infinity;
  let endedAt = -Infinity;
  let lastError: unknown;
  let isSaid = false;
  let lines: NodeJS.Timeout | undefined;

  const isOpen = () => parts.size > 0;
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  function report(): void {
    const { cause, remedy } = describe(lastError);
    saidAt.set(cause, Date.now());
    isSaid = true;
    const level = Date.now() - begun >= ERROR_AFTER_MS ? 'error' : 'warn';
    const fields = { err: lastError, event: `${event}_unavailable`, cause, seconds: seconds(), ...details(), runbook };
    log[level](fields, `${failing} (${cause}): ${remedy}`);
  }
  function begin(): void {
    if (Date.now() - endedAt > lineEveryMs) begun = Date.now();
    gauge.set(1);
    // oxlint-disable-next-line no-restricted-globals -- writes a log line, which cannot fail
    lines = setInterval(report, lineEveryMs).unref();
  }

  return {
    failed(error, part = '') {
      lastError = error;
      if (!isOpen()) begin();
      parts.add(part);
      const last = saidAt.get(describe(error).cause) ?? -Infinity;
      if (Date.now() - last >= lineEveryMs) report();
    },
    ended(part = '') {
      if (!parts.delete(part) || isOpen()) return;
      clearInterval(lines);
      endedAt = Date.now();
      gauge.set(0);
      if (isSaid) log.info({ event: `${event}_available`, seconds: seconds(), ...details() }, works);
      isSaid = false;
    },
    isOpen,
    current: () => (isOpen() ? { ...describe(lastError), since: new Date(begun).toISOString() } : undefined),
    [Symbol.dispose]: () => clearInterval(lines),
  };
}
