import { metrics, openOutage, type DescribedOutage, type Logger, type Outage } from '@trunkline/service';

/** Describes errors that Postgres is the cause of; undefined for all others. */
export type OutageOf = (error: unknown) => DescribedOutage | undefined;

const LINE_EVERY_MS = 60_000;
const RUNBOOK = 'docs/operations/database.md#outages';

const isOut = metrics.gauge('postgres_unavailable', '1 while work of this process fails because of Postgres');

/** The outage of Postgres as a worker has it: a line a minute, as each of them writes one. */
export const openPostgresOutage = (log: Logger, outageOf: OutageOf): Outage =>
  openOutage({
    log,
    describe: outageOf,
    event: 'postgres',
    runbook: RUNBOOK,
    failing: 'work waits for Postgres',
    works: 'Postgres does its work again',
    gauge: isOut,
    lineEveryMs: LINE_EVERY_MS,
  });

/** What has not failed again for this long may have nothing to do: it does not keep the outage open. */
const FORGET_AFTER_MS = 60_000;

/** Wraps the parts of a process, so that the outage begins with the first that fails by Postgres and ends with the last. */
export function notingOutages(outage: Pick<Outage, 'failed' | 'ended'>, outageOf: OutageOf) {
  const failing = new Map<string, NodeJS.Timeout>();
  const ended = (part: string): void => {
    clearTimeout(failing.get(part));
    if (failing.delete(part)) outage.ended(part);
  };
  const failed = (part: string, error: unknown): void => {
    clearTimeout(failing.get(part));
    failing.set(part, setTimeout(ended, FORGET_AFTER_MS, part).unref());
    outage.failed(error, part);
  };
  return <A extends unknown[], R>(part: string, work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        const result = await work(...args);
        ended(part);
        return result;
      } catch (error) {
        if (outageOf(error)) failed(part, error);
        throw error;
      }
    };
}
