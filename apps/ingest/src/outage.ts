import { describeOutage } from '@trunkline/db/connection';
import { metrics, type Logger } from '@trunkline/service';

/** What became of a callback that Postgres did not store. */
type Unstored = 'spooled' | 'refused' | 'lost';

/** Whether Postgres is known not to store callbacks: a circuit breaker that the drain of the spool closes again. */
export type Outage = Disposable & {
  isOpen: () => boolean;
  failed: (error: unknown) => void;
  ended: () => void;
  count: (what: Unstored) => void;
  /** The cause and since when; undefined while callbacks are stored. */
  current: () => { cause: string; since: string } | undefined;
};

const isOut = metrics.gauge('inbox_unavailable', '1 while Postgres is known not to store callbacks');

const LINE_EVERY_MS = 10_000;
const ERROR_AFTER_MS = 30_000;
const RUNBOOK = 'docs/operations/ingest.md#callbacks-that-postgres-does-not-store';

/**
 * Logs one line when an outage begins, one every 10 s with what became of the callbacks since, and one when it ends. The
 * lines are WARN, and ERROR once it has lasted for 30 s.
 */
export function openOutage(log: Pick<Logger, 'info' | 'warn' | 'error'>): Outage {
  let since: number | undefined;
  let lastError: unknown;
  let counts = { spooled: 0, refused: 0, lost: 0 };
  let lines: NodeJS.Timeout | undefined;

  const lasted = (): number => Date.now() - (since ?? Date.now());
  function report(): void {
    const { cause, remedy } = describeOutage(lastError);
    const level = lasted() >= ERROR_AFTER_MS ? 'error' : 'warn';
    log[level](
      { err: lastError, event: 'inbox_unavailable', cause, seconds: seconds(), ...counts, runbook: RUNBOOK },
      `Postgres stores no callbacks (${cause}): ${remedy}`,
    );
  }
  const seconds = () => Math.round(lasted() / 1000);

  return {
    isOpen: () => since !== undefined,
    failed(error) {
      lastError = error;
      if (since !== undefined) return;
      since = Date.now();
      counts = { spooled: 0, refused: 0, lost: 0 };
      isOut.set(1);
      report();
      // oxlint-disable-next-line no-restricted-globals -- writes a log line, which cannot fail
      lines = setInterval(report, LINE_EVERY_MS).unref();
    },
    ended() {
      if (since === undefined) return;
      clearInterval(lines);
      log.info({ event: 'inbox_available', seconds: seconds(), ...counts }, 'Postgres stores callbacks again');
      since = undefined;
      isOut.set(0);
    },
    count(what) {
      counts[what] += 1;
    },
    current: () =>
      since === undefined
        ? undefined
        : { cause: describeOutage(lastError).cause, since: new Date(since).toISOString() },
    [Symbol.dispose]: () => clearInterval(lines),
  };
}
