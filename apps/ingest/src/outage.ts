import { describeOutage } from '@trunkline/db/connection';
import {
  metrics,
  openOutage as openServiceOutage,
  type Logger,
  type Outage as ServiceOutage,
} from '@trunkline/service';

/** What became of a callback that Postgres did not store. */
type Unstored = 'spooled' | 'refused' | 'lost';

/** Whether Postgres is known not to store callbacks: a circuit breaker that the drain of the spool closes again. */
export type Outage = ServiceOutage & { count: (what: Unstored) => void };

const isOut = metrics.gauge('inbox_unavailable', '1 while Postgres is known not to store callbacks');

const RUNBOOK = 'docs/operations/ingest.md#callbacks-that-postgres-does-not-store';

/** Each line of the outage has what became of the callbacks since it began. */
export function openOutage(log: Pick<Logger, 'info' | 'warn' | 'error'>): Outage {
  let counts = { spooled: 0, refused: 0, lost: 0 };
  const outage = openServiceOutage({
    log,
    describe: describeOutage,
    event: 'inbox',
    runbook: RUNBOOK,
    failing: 'Postgres stores no callbacks',
    works: 'Postgres stores callbacks again',
    gauge: isOut,
    details: () => counts,
  });
  return {
    ...outage,
    failed(error) {
      if (!outage.isOpen()) counts = { spooled: 0, refused: 0, lost: 0 };
      outage.failed(error);
    },
    count(what) {
      counts[what] += 1;
    },
  };
}
