import type { Logger } from '../logger.ts';

type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** The log lines about one loop. */
export type LoopReport = {
  failed: (error: unknown) => void;
  succeeded: () => void;
  stuck: (seconds: number) => void;
  /** Rounds that failed since one succeeded. */
  failures: () => number;
};

const LINE_EVERY_MS = 60_000;
const ERROR_AFTER_MS = 60_000;
const RUNBOOK = 'docs/operations/deployment.md#loops';

/**
 * One line when rounds begin to fail, one a minute with their number while they go on, and one when a round succeeds; of a
 * loop that fails and succeeds by turns, one pair a minute. The lines are WARN, and ERROR once a loop has failed for a
 * minute or a round is stuck. `now` is in ms.
 */
export function openLoopReport(loop: string, log: Log, now: () => number = Date.now): LoopReport {
  let since = 0;
  let loggedAt = -Infinity;
  let failures = 0;
  let isLogged = false;
  const seconds = () => Math.round((now() - since) / 1000);

  return {
    failed(err) {
      if (failures === 0) since = now();
      failures += 1;
      if (now() - loggedAt < LINE_EVERY_MS) return;
      [loggedAt, isLogged] = [now(), true];
      const level = now() - since >= ERROR_AFTER_MS ? 'error' : 'warn';
      const fields = { err, event: 'loop_failed', loop, failures, seconds: seconds(), runbook: RUNBOOK };
      log[level](fields, 'a loop fails and is repeated: remove the cause in err');
    },
    succeeded() {
      if (isLogged) log.info({ event: 'loop_recovered', loop, failures, seconds: seconds() }, 'a loop works again');
      [failures, isLogged] = [0, false];
    },
    stuck(lasted) {
      const fields = { event: 'loop_stuck', loop, seconds: lasted, runbook: RUNBOOK };
      log.error(fields, 'a round of a loop does not end: restart the process');
    },
    failures: () => failures,
  };
}
